#pragma once

#include <engine/insight/difference.hpp>
#include <engine/scenario/scenario.hpp>
#include <engine/simulation/series_key.hpp>
#include <runners/jobs/runs/callbacks.hpp>
#include <runners/jobs/runs/explanation.hpp>
#include <runners/jobs/runs/scenario_request.hpp>
#include <runners/jobs/studies/compared_choice.hpp>
#include <runners/jobs/studies/sweep_axis.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// A scenario gone through along one or two axes, every point on the draws of the scenario itself.
struct SweepRequest {
  ScenarioRequest scenario;
  std::vector<SweepAxis> axes;  ///< those with one value hold at every point
  ComparedChoice choice{};
  std::int64_t paths = 16'384;  ///< a point; differences on common draws need few
};

struct SweepResult {
  struct Point {
    std::vector<Setting> settings;                       ///< one an axis
    std::vector<std::optional<Difference>> differences;  ///< from the scenario itself, by series
  };
  Explanation about;  ///< of the scenario itself
  std::string file;
  std::vector<SweepAxis> axes;
  std::vector<SeriesKey> series;
  std::vector<Point> points;  ///< the last axis fastest
  std::vector<InputFile> inputs;
};

/// The points beyond which a sweep is refused.
inline constexpr std::size_t most_points = 1000;

/// Reads every value before it draws any: those that are refused are told at once. Nothing when it was
/// stopped. Throws like prepare().
std::optional<SweepResult> sweep(const SweepRequest& request, const Callbacks& callbacks);

/// Where a sweep goes when nobody says.
std::filesystem::path usual_folder(const SweepResult& sweep);

}  // namespace wafercast
