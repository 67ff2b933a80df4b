#include <runners/jobs/runs/describe_run.hpp>

#include <engine/core/digest.hpp>
#include <engine/insight/lessons.hpp>
#include <runners/jobs/runs/change_reports.hpp>
#include <runners/jobs/runs/program.hpp>
#include <runners/jobs/runs/run_input.hpp>
#include <runners/jobs/runs/series_choice.hpp>

#include <fmt/format.h>

#include <cmath>

namespace wafercast {
namespace {

/// How a driver is changed: "supposed × 0.8 from 2026Q4".
std::string changes_of(const std::string& driver, const Scenario& scenario) {
  std::string text;
  for (const ScenarioChange& change : scenario.changes) {
    if (change.target != driver && !change.target.starts_with(driver + ".")) continue;
    if (change.kind != ScenarioChange::Kind::suppose && change.kind != ScenarioChange::Kind::believe) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ",
                        change.kind == ScenarioChange::Kind::suppose ? "supposed" : "believed instead of the base",
                        change.kind == ScenarioChange::Kind::suppose ? change.after : change.before);
    if (!change.when.empty()) text += " " + change.when;
  }
  return text;
}

std::vector<Assumption> assumptions_of(const Scenario& scenario) {
  const Date start = scenario.calendar.days_of(scenario.first).first;
  std::vector<Assumption> assumptions;
  for (const DriverBelief& driver : scenario.drivers) {
    assumptions.push_back({driver.name, driver.unit.text(), value_text(driver, start), driver.provenance,
                           changes_of(driver.name, scenario)});
  }
  return assumptions;
}

/// What an observed amount is measured in: "cowos_wafers CY2026" in wafers; money where the model does not say.
std::string unit_of(const ObservationFit& fit, const Model& model) {
  const std::string metric = fit.observation.name.substr(0, fit.observation.name.find_first_of(" ["));
  const auto spec = std::ranges::find(model.metrics(), metric, &MetricSpec::name);
  return spec == model.metrics().end() ? "USD" : spec->unit;
}

/// A figure on which a scenario was conditioned, as people read it.
Fit fit_of(const ObservationFit& fit, Evidence::Scale scale, const Model& model) {
  const auto read = [&](double value) {
    switch (scale) {
      case Evidence::Scale::amount:
        return std::exp(value);
      case Evidence::Scale::growth:
        return std::expm1(value);
      case Evidence::Scale::share:
        break;
    }
    return value;
  };
  return {fit.observation.name,        scale == Evidence::Scale::amount ? unit_of(fit, model) : "fraction",
          read(fit.observation.value), read(fit.prior_mean),
          read(fit.posterior_mean),    fit.sigmas};
}

/// What was learnt, with the drivers that moved most.
std::optional<Learning> learning_of(const Prepared& prepared, Threads threads) {
  if (!prepared.learnt) return std::nullopt;
  constexpr std::int64_t paths = 4096;
  constexpr std::size_t shown = 8;
  Learning learning{prepared.learnt->posterior.members, {}, {}};
  for (std::size_t k = 0; k < prepared.learnt->posterior.fits.size(); ++k) {
    learning.fits.push_back(fit_of(prepared.learnt->posterior.fits[k], prepared.learnt->scales[k], *prepared.model));
  }
  learning.lessons = lessons(prepared.plan, *prepared.model, *prepared.draws.prior, *prepared.draws.posterior, paths,
                             shown, usual_lesson_quarter, threads);
  return learning;
}

}  // namespace

std::string value_text(const DriverBelief& driver, Date start) {
  std::string text;
  for (std::size_t k = 0; k < driver.knots.size(); ++k) {
    const bool is_past = k + 1 < driver.knots.size() && driver.knots[k + 1].day <= start;
    if (is_past) continue;
    if (!text.empty()) text += ", ";
    if (driver.knots.size() > 1) text += driver.knots[k].label + ": ";
    text += driver.knots[k].value.text;
  }
  return text;
}

RunDescription describe_run(const Prepared& prepared, const RunRequest& request, const Counted& counted) {
  const Scenario& scenario = prepared.scenario;
  RunDescription run;
  run.scenario = scenario.name;
  run.input = run_input(request, scenario);
  run.model = scenario.model;
  run.as_of = scenario.as_of;
  run.last_reported = scenario.last_reported;
  run.quarters = scenario.quarters;
  run.history = scenario.history;
  run.assumptions = assumptions_of(scenario);
  for (const MetricSpec& metric : prepared.model->metrics()) run.metric_titles[metric.name] = metric.title;
  for (const MetricSpec& metric : prepared.model->metrics()) {
    if (!metric.constraint.empty()) run.constraints[metric.name] = metric.constraint;
  }
  for (const Formula& formula : scenario.formulas) run.metric_titles[formula.name] = formula.title;
  run.headline = scenario.score.headline;
  run.brief = brief_metrics(scenario, *prepared.model);
  run.version = this_program().version;
  run.build = this_program().build;
  run.compiler = this_program().compiler;
  run.machine = machine_name();
  run.threads = worker_slots(request.scenario.threads);
  run.scenario_hash = digest_of(scenario.resolved);
  run.summary_digest = counted.summary.digest();
  run.learning = learning_of(prepared, request.scenario.threads);
  describe_changes(prepared, request.scenario, run);
  run.limits = limit_reports(prepared, counted.limits);
  return run;
}

}  // namespace wafercast
