#include <runners/jobs/runs/series_choice.hpp>

#include <engine/core/diagnostics.hpp>
#include <engine/core/suggest.hpp>
#include <engine/core/typographic.hpp>
#include <runners/jobs/runs/prepare.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace wafercast {
namespace {

template <class Range>
std::string listed(const Range& range) {
  return fmt::format("there are {}", fmt::join(range, ", "));
}

}  // namespace

int choose_series(const Plan& plan, const std::string& metric, const std::string& period) {
  const auto asked = parse_period(period, plan.timeline.first(), plan.timeline.calendar());
  std::vector<std::string> metrics;
  std::vector<std::string> periods;
  for (std::size_t i = 0; i < plan.series.size(); ++i) {
    const SeriesKey& key = plan.series[i];
    if (std::ranges::find(metrics, key.metric) == metrics.end()) metrics.push_back(key.metric);
    if (key.metric != metric) continue;
    periods.push_back(to_string(key.period));
    if (key.period == asked) return static_cast<int>(i);
  }
  if (periods.empty()) {
    const std::string meant = did_you_mean(metric, metrics);
    refuse(fmt::format("the model has no metric '{}'{}", metric, typographic_note(metric)),
           meant.empty() ? listed(metrics) : meant);
  }
  refuse(fmt::format("'{}' is no period in which {} is forecast", period, metric), listed(periods));
}

ScenarioRequest with_series(ScenarioRequest request, std::vector<std::string> metrics,
                            std::vector<std::string> periods) {
  request.examine = [metrics = std::move(metrics), periods = std::move(periods)](const Scenario& scenario,
                                                                                 const Plan& plan, const Model&) {
    for (const std::string& metric : metrics.empty() ? usual_metrics_of(scenario) : metrics) {
      for (const std::string& period : periods.empty() ? std::vector{next_fiscal_year(scenario)} : periods)
        choose_series(plan, metric, period);
    }
  };
  return request;
}

std::vector<std::string> usual_metrics_of(const Scenario& scenario) {
  std::vector<std::string> metrics = usual_metrics(scenario.score);
  if (metrics.empty()) refuse("the scenario has no default metric", "name one with --metric");
  return metrics;
}

std::vector<std::string> brief_metrics(const Scenario& scenario, const Model& model) {
  const Score& score = scenario.score;
  std::vector<std::string> brief = usual_metrics(score);
  std::vector<std::string> units;
  const auto unit_of = [&](const std::string& metric) {
    const auto found = std::ranges::find(model.metrics(), metric, &MetricSpec::name);
    return found == model.metrics().end() ? std::string() : found->unit;
  };
  for (const std::string& metric : brief) units.push_back(unit_of(metric));
  const auto add_where = [&](const auto& wanted) {
    for (const std::string& metric : score.headline) {
      if (std::ranges::find(brief, metric) == brief.end() && wanted(metric)) brief.push_back(metric);
    }
  };
  add_where([&](const std::string& metric) { return std::ranges::find(units, unit_of(metric)) == units.end(); });
  add_where([&](const std::string& metric) { return is_flow(score, metric); });
  add_where([](const std::string&) { return true; });
  return brief;
}

std::string next_fiscal_year(const Scenario& scenario) {
  return fiscal_year_name(scenario.first.fiscal_year() + 1);
}

std::string title_of_metric(const Prepared& prepared, const std::string& metric) {
  const auto own = std::ranges::find(prepared.scenario.formulas, metric, &Formula::name);
  if (own != prepared.scenario.formulas.end()) return own->title;
  const auto found = std::ranges::find(prepared.model->metrics(), metric, &MetricSpec::name);
  return found == prepared.model->metrics().end() ? metric : found->title;
}

}  // namespace wafercast
