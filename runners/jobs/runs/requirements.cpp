#include <runners/jobs/runs/requirements.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace wafercast {
namespace {

bool is_of_things(const MetricSpec& metric) {
  constexpr std::array<std::string_view, 3> others = {"USD", "USD/share", "fraction"};
  return !metric.detail && metric.annual != MetricSpec::Annual::none &&
         std::ranges::find(others, metric.unit) == others.end();
}

std::vector<Requirement::Said> said_of(const EachAlone& alone, const Conditioning& conditioning) {
  std::vector<Requirement::Said> said;
  for (const StatementEvidence& statement : conditioning.statements) {
    if (statement.metric == alone.metric && statement.period == alone.period)
      said.push_back({statement.said, statement.value});
  }
  return said;
}

}  // namespace

std::vector<std::string> required_metrics(const Scenario& scenario, const Model& model) {
  std::vector<std::string> metrics;
  for (const MetricSpec& metric : model.metrics()) {
    if (is_of_things(metric)) metrics.push_back(metric.name);
  }
  for (const Formula& formula : scenario.formulas) metrics.push_back(formula.name);
  const std::vector<std::string>& headline = scenario.score.headline;
  std::erase_if(metrics,
                [&](const std::string& metric) { return std::ranges::find(headline, metric) != headline.end(); });
  return metrics;
}

std::vector<Requirement> requirements(const std::vector<EachAlone>& alone, const Scenario& scenario,
                                      const Forecast& forecast) {
  std::vector<Requirement> all;
  for (const EachAlone& one : alone) {
    const auto metric = std::ranges::find(forecast.metrics, one.metric, &MetricForecast::name);
    if (!one.period.is_year() || metric == forecast.metrics.end()) continue;
    const auto found = metric->periods.find(one.period);
    if (found == metric->periods.end() || found->second.paths == 0) continue;
    const auto& quantiles = found->second.quantiles;
    const ValueRange range{quantiles.at(0.05).value, quantiles.at(0.5).value, quantiles.at(0.95).value};
    all.push_back({.metric = one.metric,
                   .unit = one.unit,
                   .period = one.period,
                   .forecast = range,
                   .believed = one.beliefs,
                   .is_outside = range.p50 < one.beliefs.p5 || range.p50 > one.beliefs.p95,
                   .said = said_of(one, *scenario.conditioning)});
  }
  return all;
}

}  // namespace wafercast
