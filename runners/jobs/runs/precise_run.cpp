#include <runners/jobs/runs/precise_run.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <utility>
#include <vector>

namespace wafercast {
namespace {

PreciseRun attempt(const PreciseRunRequest& asked, const Callbacks& callbacks) {
  RunRequest request = asked.run;
  request.scenario.sampling.paths = request.paths;
  ScenarioRequest scenario = request.scenario;
  if (asked.precision && asked.precision->figure) scenario.series.metrics.push_back(asked.precision->figure->metric);
  scenario.examine = [&](const Scenario& read, const Plan& plan, const Model& model) {
    if (request.scenario.examine) request.scenario.examine(read, plan, model);
    if (asked.precision) check_precision(*asked.precision, plan);
  };
  Stopwatch watch;
  PreciseRun made{.prepared = prepare(scenario)};
  made.phases.emplace_back("read, compile, learn", watch.lap());
  request.scenario.series = made.prepared.series;
  const std::filesystem::path unfinished = asked.begin(request, made.prepared);
  const auto counted = count_resumably(made.prepared, request, unfinished, callbacks);
  made.is_resumable = std::filesystem::exists(unfinished);
  made.phases.emplace_back("simulate", watch.lap());
  if (counted) made.result = conclude(made.prepared, request, *counted);
  made.phases.emplace_back("errors and figures", watch.lap());
  return made;
}

/// How sure a forecast is, and what that took, for people.
std::string cost_of(const Precision& reached, double wanted, std::int64_t paths,
                    const std::vector<std::int64_t>& too_few) {
  return fmt::format("standard error of {}: {:.2g} % of it, {:.2g} % was asked for{}: {} paths{}", reached.figure,
                     100.0 * reached.relative, 100.0 * wanted,
                     reached.relative <= wanted ? "" : " and cannot be reached", paths,
                     too_few.empty() ? "" : fmt::format(", after {} that were too few", fmt::join(too_few, ", ")));
}

}  // namespace

PreciseRun run_precisely(PreciseRunRequest request, const Callbacks& callbacks) {
  if (!request.precision) return attempt(request, callbacks);
  const double wanted = request.precision->relative;
  request.run.paths = trial_paths;
  std::vector<std::int64_t> too_few;
  while (true) {
    PreciseRun made = attempt(request, callbacks);
    if (!made.result) return made;
    const Precision reached = precision_of(made.result->forecast, made.prepared, *request.precision);
    std::optional<std::int64_t> members;
    if (made.prepared.learnt) members = made.prepared.learnt->posterior.members;
    const auto more = paths_for(*request.precision, reached, request.run.paths, members);
    if (reached.relative <= wanted || !more) {
      made.precision = cost_of(reached, wanted, request.run.paths, too_few);
      made.result->description.notes.push_back(made.precision);
      return made;
    }
    too_few.push_back(request.run.paths);
    take_paths(request.run, request.run.scenario.sampling.takes_points() ? points_from(*more) : *more,
               members.has_value());
  }
}

}  // namespace wafercast
