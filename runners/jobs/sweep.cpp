#include <runners/jobs/sweep.hpp>

#include <runners/jobs/check.hpp>
#include <runners/jobs/series_choice.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast {
namespace {

ScenarioRequest with(ScenarioRequest request, const std::vector<Setting>& settings) {
  request.read.settings.insert(request.read.settings.end(), settings.begin(), settings.end());
  return request;
}

/// Every value is read alone, so that all that are refused are told at once, before anything is drawn.
void check_points(const ScenarioRequest& scenario, const std::vector<SweepAxis>& axes) {
  Diagnostics diagnostics;
  for (std::size_t a = 0; a < axes.size(); ++a) {
    for (std::size_t i = 0; i < axes[a].values.size(); ++i) {
      diagnostics.add(check(with(scenario, {axes[a].at(i)})));
    }
  }
  diagnostics.throw_if_any();
}

}  // namespace

std::optional<SweepResult> sweep(const SweepRequest& request, const Callbacks& callbacks) {
  const std::vector<std::vector<Setting>> points = grid_of(request.axes);
  if (points.size() > most_points) {
    throw InputError(
        Diagnostic{{"--set", 0, 0},
                   fmt::format("{} points are more than are gone through (at most {})", points.size(), most_points),
                   "set fewer values"});
  }
  const Prepared base = prepare(request.scenario);
  check_points(request.scenario, request.axes);
  const PairedStudy study(base, request.choice, request.paths, request.scenario.threads);
  SweepResult result;
  result.about = {base.scenario.name, base.scenario.as_of, request.paths, 0, request.scenario.seed, {}};
  result.file = base.scenario.file;
  result.axes = request.axes;
  result.series = study.series();
  result.inputs = base.scenario.inputs;
  for (const SeriesKey& series : result.series) {
    result.about.metric_titles.emplace(series.metric, title_of_metric(base, series.metric));
  }
  for (const std::vector<Setting>& settings : points) {
    if (callbacks.stop()) return std::nullopt;
    result.points.push_back({settings, study.against(prepare(with(request.scenario, settings)))});
    for (const auto& difference : result.points.back().differences) {
      if (difference) {
        result.about.failed_paths = std::max(result.about.failed_paths, request.paths - difference->paths);
      }
    }
    callbacks.progress(static_cast<std::int64_t>(result.points.size()), static_cast<std::int64_t>(points.size()));
  }
  return result;
}

}  // namespace wafercast
