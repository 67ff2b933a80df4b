#pragma once

#include <engine/simulation/stage_observer.hpp>
#include <runners/jobs/runs/prepare.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace wafercast {

/// Takes the time of what comes one after another.
class Stopwatch {
 public:
  double lap() {
    const auto now = std::chrono::steady_clock::now();
    return std::chrono::duration<double>(now - std::exchange(last_, now)).count();
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

/// Seconds of a run by what it did, in order.
using RunPhases = std::vector<std::pair<std::string, double>>;

/// Where the time of a path goes.
struct StageProfile {
  std::int64_t paths = 0;
  std::array<double, stage_count> seconds{};  ///< by stage, of all these paths on one thread
};

/// "sampling", …
const char* name_of(Stage stage);

/// Simulates some paths of a prepared scenario on one thread and takes the time of each stage. What it counts is thrown
/// away.
StageProfile profile_stages(const Prepared& prepared, std::int64_t paths);

}  // namespace wafercast
