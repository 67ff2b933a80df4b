#pragma once

#include <engine/simulation/stage_observer.hpp>
#include <runners/jobs/runs/prepare.hpp>

#include <array>
#include <cstdint>

namespace wafercast {

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
