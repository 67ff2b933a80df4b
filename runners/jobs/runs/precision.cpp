#include <runners/jobs/runs/precision.hpp>

#include <engine/core/diagnostics.hpp>
#include <engine/language/syntax/text.hpp>
#include <engine/language/values/value_text.hpp>
#include <runners/jobs/runs/prepare.hpp>
#include <runners/jobs/runs/series_choice.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace wafercast {
namespace {

constexpr std::int64_t most_members = 262'144;              // of 3 kB each and more
constexpr std::int64_t most_tried = std::int64_t{1} << 32;  // paths: of more nobody waits for the end
constexpr std::int64_t paths_step = 4096;

const SourceLocation asked_by{"--precision"};

double relative_error(const Estimate& estimate) {
  return estimate.value == 0.0 ? 0.0 : std::abs(estimate.error / estimate.value);
}

/// Throws InputError for a quantile that forecasts do not hold.
void require_held(const Figure& figure) {
  const auto same = [&](double probability) { return std::abs(probability - figure.probability) < 1e-9; };
  if (std::ranges::any_of(reported_probabilities, same)) return;
  refuse(asked_by, fmt::format("a forecast holds no p{:g}", 100.0 * figure.probability),
         "take p1, p5, p10, p25, p50, p75, p90, p95, p99 or mean");
}

const Estimate& estimate_of(const Distribution& distribution, const Figure& figure) {
  if (figure.is_mean) return distribution.mean;
  return std::ranges::min_element(distribution.quantiles, {},
                                  [&](const auto& quantile) { return std::abs(quantile.first - figure.probability); })
      ->second;
}

std::string name_of(const Figure& figure) {
  return figure.is_mean ? "mean" : fmt::format("p{:g}", 100.0 * figure.probability);
}

}  // namespace

PrecisionGoal read_precision(const std::string& text) {
  PrecisionGoal goal;
  const std::size_t at = std::min(text.find('@'), text.size());
  try {
    goal.relative = language::read_value(text.substr(0, at), *Unit::parse("fraction"));
  } catch (const language::ValueError& error) {
    refuse(asked_by, fmt::format("{}: {}", text, error.what()), "write it like 0.5% or 0.5%@revenue[FY28]:p95");
  }
  if (!(goal.relative >= 1e-6 && goal.relative <= 0.5))
    refuse(asked_by, fmt::format("{} is not between 0.0001% and 50%", text), "0.5% is usual");
  if (at < text.size()) goal.figure = read_figure(text.substr(at + 1));
  return goal;
}

void check_precision(const PrecisionGoal& goal, const Plan& plan) {
  if (!goal.figure) return;
  choose_series(plan, goal.figure->metric, goal.figure->period);
  if (!goal.figure->is_mean) require_held(*goal.figure);
}

Precision precision_of(const Forecast& forecast, const Prepared& prepared, const PrecisionGoal& goal) {
  Figure figure{usual_metrics_of(prepared.scenario).front(), ""};
  std::optional<Period> period;
  if (goal.figure) {
    figure = *goal.figure;
    period = prepared.plan.series[static_cast<std::size_t>(choose_series(prepared.plan, figure.metric, figure.period))]
                 .period;
  }
  Precision least;
  for (const MetricForecast& metric : forecast.metrics) {
    if (metric.name != figure.metric) continue;
    for (const auto& [of, distribution] : metric.periods) {
      if (period && of != *period) continue;
      const double relative = relative_error(estimate_of(distribution, figure));
      if (relative >= least.relative)
        least = {fmt::format("{} of {}[{}]", name_of(figure), figure.metric, to_string(of)), relative};
    }
  }
  return least;
}

std::optional<std::int64_t> paths_for(const PrecisionGoal& goal, const Precision& reached, std::int64_t paths,
                                      std::optional<std::int64_t> members) {
  const auto decides = static_cast<double>(std::min(paths, members.value_or(paths)));
  const double wanted = 1.1 * decides * std::pow(reached.relative / goal.relative, 2);
  if (!(wanted < static_cast<double>(members ? most_members : most_tried))) return std::nullopt;
  return std::max(paths, (static_cast<std::int64_t>(wanted) / paths_step + 1) * paths_step);
}

void take_paths(RunRequest& request, std::int64_t paths, bool learns) {
  request.paths = paths;
  if (!learns) return;
  constexpr const char* members = "condition.members";
  std::erase_if(request.scenario.read.settings, [](const Setting& setting) { return setting.name == members; });
  request.scenario.read.settings.push_back({members, fmt::format("{}", paths)});
}

}  // namespace wafercast
