#include <runners/nightly/plan_names.hpp>

#include <engine/language/syntax/text.hpp>
#include <runners/jobs/runs/prepare.hpp>
#include <runners/jobs/runs/series_choice.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace wafercast {
namespace {

using language::in_quotes;

using Problem = std::optional<Diagnostic>;  ///< without its place

struct ReadScenario {
  Scenario scenario;
  Compiled compiled;
};

Problem problem_with(const KeptMetric& kept, const ReadScenario& with) {
  std::vector<std::string> metrics;
  for (const SeriesKey& series : with.compiled.plan.series) {
    if (series.metric == kept.name) return std::nullopt;
    if (std::ranges::find(metrics, series.metric) == metrics.end()) metrics.push_back(series.metric);
  }
  return Diagnostic{
      {}, fmt::format("there is no metric {}", in_quotes(kept.name)), language::meant_or_all(kept.name, metrics)};
}

Problem problem_with_question(const Watch& watch, const ReadScenario& with) {
  const std::vector<Question>& questions = with.scenario.questions;
  const auto found = std::ranges::find(questions, watch.of, &Question::name);
  if (found == questions.end()) {
    std::vector<std::string> names;
    for (const Question& question : questions) names.push_back(question.name);
    return Diagnostic{
        {}, fmt::format("there is no question {}", in_quotes(watch.of)), language::meant_or_all(watch.of, names)};
  }
  if (found->threshold) return std::nullopt;
  return Diagnostic{{},
                    fmt::format("{} asks for a figure, which crosses no probability", in_quotes(watch.of)),
                    "watch the median of its metric"};
}

Problem problem_with(const Watch& watch, const ReadScenario& with) {
  if (watch.kind == Watch::Kind::crosses) return problem_with_question(watch, with);
  try {
    const int row = choose_series(with.compiled.plan, watch.of, watch.period);
    const std::string& unit = with.compiled.plan.series[static_cast<std::size_t>(row)].unit;
    if (!watch.in_points || unit == "fraction") return std::nullopt;
    return Diagnostic{{},
                      fmt::format("points are of a share, and {} is in {}", in_quotes(watch.of), unit),
                      "write a part of it, as in moves_by: 3%"};
  } catch (const InputError& error) {
    return error.diagnostics().front();
  }
}

/// Names that no scenario had so far, each with what the first had to say of it.
template <class Named>
class Wanted {
 public:
  explicit Wanted(const std::vector<Named>& names) {
    for (const Named& name : names) open_.push_back({&name, std::nullopt});
  }

  void look_in(const ReadScenario& scenario) {
    std::erase_if(open_, [&](Open& open) {
      const Problem problem = problem_with(*open.named, scenario);
      if (!open.problem) open.problem = problem;
      return !problem;
    });
  }
  bool are_found() const { return open_.empty(); }
  void tell(Diagnostics& diagnostics) const {
    for (const Open& open : open_) {
      if (open.problem) diagnostics.error(open.named->where, open.problem->problem, open.problem->suggestion);
    }
  }

 private:
  struct Open {
    const Named* named;
    Problem problem;
  };
  std::vector<Open> open_;
};

std::optional<ReadScenario> read_unit(const PlannedUnit& unit, ScenarioRequest request) {
  request.file = unit.file;
  request.read.settings = unit.settings;
  try {
    Scenario scenario = read(request);
    Compiled compiled = compile_for_model(scenario);
    return ReadScenario{std::move(scenario), std::move(compiled)};
  } catch (const std::exception&) {
    return std::nullopt;  // the night tells it
  }
}

}  // namespace

void require_names(const NightlyPlan& plan, const ScenarioRequest& how) {
  Wanted<KeptMetric> metrics(plan.metrics);
  Wanted<Watch> watches(plan.watches);
  for (const PlannedUnit& unit : plan.units) {
    if (metrics.are_found() && watches.are_found()) return;
    const auto scenario = read_unit(unit, how);
    if (!scenario) continue;
    metrics.look_in(*scenario);
    watches.look_in(*scenario);
  }
  Diagnostics diagnostics;
  metrics.tell(diagnostics);
  watches.tell(diagnostics);
  diagnostics.throw_if_any();
}

}  // namespace wafercast
