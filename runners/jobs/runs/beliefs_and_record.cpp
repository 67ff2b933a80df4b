#include <runners/jobs/runs/beliefs_and_record.hpp>

#include <engine/forecast/forecast.hpp>
#include <engine/scenario/reliance.hpp>
#include <runners/jobs/runs/bridge.hpp>
#include <runners/jobs/runs/contradictions.hpp>
#include <runners/jobs/runs/each_alone.hpp>
#include <runners/jobs/runs/idle_changes.hpp>
#include <runners/jobs/runs/requirements.hpp>
#include <runners/jobs/runs/summarised_series.hpp>

#include <algorithm>
#include <utility>

namespace wafercast {
namespace {

/// What is supposed has no part in what is learnt: of a what-if the scenario that it extends tells.
bool learns_anew(const Scenario& scenario) {
  return scenario.changes.empty() || std::ranges::any_of(scenario.changes, is_of_beliefs);
}

Conditioning alone(Reliance reliance, const Scenario& scenario) {
  return relying_on(reliance, *scenario.conditioning, scenario.score, scenario.last_reported);
}

/// All that is learnt in part for what is told.
std::vector<Conditioning> parts_told_of(const Scenario& scenario) {
  std::vector<Conditioning> parts = parts_of_bridge(*scenario.conditioning, terms_in_short(scenario));
  for (const Reliance reliance : {Reliance::beliefs, Reliance::record}) parts.push_back(alone(reliance, scenario));
  return parts;
}

std::optional<double> median_in(const Forecast& forecast, const SeriesKey& key) {
  const auto metric = std::ranges::find(forecast.metrics, key.metric, &MetricForecast::name);
  if (metric == forecast.metrics.end()) return std::nullopt;
  const auto found = metric->periods.find(key.period);
  if (found == metric->periods.end() || found->second.paths == 0) return std::nullopt;
  return found->second.quantiles.at(0.5).value;
}

std::vector<Bridge> bridges_of(const LearntInPart& in_part, const Forecast& forecast) {
  const BridgeTerms terms = terms_in_short(in_part.whole().scenario);
  const std::vector<std::string>& headline = in_part.whole().scenario.score.headline;
  std::vector<Bridge> bridges;
  for (std::size_t s = 0; s < in_part.count(); ++s) {
    const SeriesKey& key = in_part.series(s);
    const bool is_shown = std::ranges::find(headline, key.metric) != headline.end() && key.period.is_year();
    const auto median = is_shown ? median_in(forecast, key) : std::nullopt;
    if (!median) continue;
    if (auto made = bridge(in_part, terms, s, *median)) bridges.push_back(*std::move(made));
  }
  return bridges;
}

/// Of the metric that the company guides.
std::vector<Earned> earned_in(const Scenario& scenario) {
  const std::vector<TrendEvidence>& trends = scenario.conditioning->trends;
  const auto trend = std::ranges::find(trends, scenario.score.sales, &TrendEvidence::metric);
  if (trend == trends.end()) return {};
  std::vector<Earned> earned;
  for (const PooledHorizon& horizon : trend->pool) {
    const int ahead = static_cast<int>(earned.size()) + 1;
    earned.push_back({ahead, horizon.forecasts, horizon.bias, horizon.weight});
  }
  return earned;
}

}  // namespace

BeliefsAndRecord beliefs_and_record(const Prepared& prepared, const ScenarioRequest& request,
                                    const Forecast& forecast) {
  if (!prepared.learnt) return {};
  const bool are_apart = learns_anew(prepared.scenario) && pools_both(prepared, request);
  if (!are_apart) return contradictions(prepared, *prepared.draws.prior, request.threads);
  const std::vector<std::string>& headline = prepared.scenario.score.headline;
  std::vector<std::string> metrics = required_metrics(prepared.scenario, *prepared.model);
  metrics.insert(metrics.begin(), headline.begin(), headline.end());
  const LearntInPart in_part(prepared, request, series_of(metrics, prepared.plan),
                             alone(Reliance::beliefs, prepared.scenario));
  in_part.learn(parts_told_of(prepared.scenario));
  const Sampler* const believed = in_part.sampler();
  BeliefsAndRecord told =
      contradictions(prepared, believed != nullptr ? *believed : *prepared.draws.prior, request.threads);
  told.pooled = earned_in(prepared.scenario);
  const auto is_headline = [&](const EachAlone& one) {
    return std::ranges::find(headline, one.metric) != headline.end();
  };
  std::vector<EachAlone> alone = each_alone(in_part);
  const auto others = std::stable_partition(alone.begin(), alone.end(), is_headline);
  told.takes = requirements({others, alone.end()}, prepared.scenario, forecast);
  alone.erase(others, alone.end());
  told.alone = std::move(alone);
  told.bridges = bridges_of(in_part, forecast);
  return told;
}

}  // namespace wafercast
