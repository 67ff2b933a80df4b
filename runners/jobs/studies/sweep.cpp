#include <runners/jobs/studies/sweep.hpp>

#include <engine/core/digest.hpp>
#include <engine/core/parallel.hpp>
#include <runners/jobs/runs/result_name.hpp>
#include <runners/jobs/runs/series_choice.hpp>
#include <runners/jobs/runs/session.hpp>
#include <runners/jobs/studies/paired_study.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace wafercast {
namespace {

std::vector<Setting> first_of(const std::vector<SweepAxis>& axes) {
  std::vector<Setting> settings;
  for (const SweepAxis& axis : axes) settings.push_back(axis.at(0));
  return settings;
}

/// Every value is read alone, and one of each axis together, so that all that are refused are told at once, before
/// anything is drawn.
void check_points(const Session& session, const std::vector<SweepAxis>& axes, Threads threads) {
  std::vector<Setting> values;
  for (const SweepAxis& axis : axes) {
    for (std::size_t i = 0; i < axis.values.size(); ++i) values.push_back(axis.at(i));
  }
  std::vector<std::vector<Diagnostic>> problems(values.size());
  parallel_for(static_cast<std::int64_t>(values.size()), threads, [&](int, std::int64_t i) {
    const auto at = static_cast<std::size_t>(i);
    problems[at] = session.check({values[at]});
  });
  Diagnostics diagnostics;
  for (const auto& of_value : problems) diagnostics.add(of_value);
  if (axes.size() > 1) diagnostics.add(session.check(first_of(axes)));
  diagnostics.throw_if_any();
}

/// Some points of a grid, prepared side by side.
std::vector<std::optional<Prepared>> prepare_points(const Session& session,
                                                    std::span<const std::vector<Setting>> points, Threads threads) {
  std::vector<std::optional<Prepared>> prepared(points.size());
  parallel_for(static_cast<std::int64_t>(points.size()), threads, [&](int, std::int64_t i) {
    const auto at = static_cast<std::size_t>(i);
    prepared[at] = session.with(points[at], KeptScenario::Resolved::left_out);
  });
  return prepared;
}

}  // namespace

std::optional<SweepResult> sweep(const SweepRequest& request, const Callbacks& callbacks) {
  require_points(request.axes, most_points);
  const std::vector<std::vector<Setting>> points = grid_of(request.axes);
  const Threads threads = request.scenario.threads;
  const Session session(with_checked(request.scenario, request.choice));
  check_points(session, request.axes, threads);
  const Prepared& base = session.base();
  const PairedStudy study(base, request.choice, request.paths, threads);
  SweepResult result;
  result.about = {base.scenario.name, base.scenario.as_of, request.paths, 0, request.scenario.seed, {}};
  result.file = base.scenario.file;
  result.axes = request.axes;
  result.series = study.series();
  result.inputs = base.scenario.inputs;
  for (const SeriesKey& series : result.series) {
    result.about.metric_titles.emplace(series.metric, title_of_metric(base, series.metric));
  }
  study.note_undefined_in(result.about);
  constexpr std::size_t at_once = 16;  // so many are kept in memory
  for (std::size_t first = 0; first < points.size(); first += at_once) {
    const std::span some = std::span(points).subspan(first, std::min(at_once, points.size() - first));
    const auto prepared = prepare_points(session, some, threads);
    for (std::size_t i = 0; i < some.size(); ++i) {
      if (callbacks.stop()) return std::nullopt;
      result.points.push_back({some[i], study.against(*prepared[i])});
      result.about.failed_paths =
          std::max(result.about.failed_paths, study.failed_paths(result.points.back().differences));
      callbacks.progress(static_cast<std::int64_t>(result.points.size()), static_cast<std::int64_t>(points.size()));
    }
  }
  return result;
}

std::filesystem::path usual_folder(const SweepResult& sweep) {
  std::string text = fmt::format("{}\n{}\n{}\n", to_string(sweep.about.as_of), sweep.about.seed, sweep.about.paths);
  for (const SweepAxis& axis : sweep.axes) text += fmt::format("{}={}\n", axis.name, fmt::join(axis.values, ","));
  for (const InputFile& input : sweep.inputs) text += input.digest + "\n";
  return usual_folder(sweep.about.scenario, digest_of(text));
}

}  // namespace wafercast
