#include <runners/jobs/studies/held_back.hpp>

#include <engine/simulation/model.hpp>
#include <runners/jobs/runs/callbacks.hpp>
#include <runners/jobs/runs/run.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>

namespace wafercast {
namespace {

constexpr const char* queue_metric = "backlog";  // what waits, and what it waits for
constexpr const char* sales_metric = "compute";
constexpr std::string_view demand_limits[] = {"demand", "budgets"};  // all others are of supply

const MetricForecast* metric_of(const Forecast& forecast, const std::string& name) {
  const auto found = std::ranges::find(forecast.metrics, name, &MetricForecast::name);
  return found == forecast.metrics.end() ? nullptr : &*found;
}

/// The mean over the quarters of a period; of a limit that is the part of the paths.
double mean_in(const MetricForecast& metric, const Period& period) {
  double sum = 0.0;
  int quarters = 0;
  for (FiscalQuarter quarter = period.first_quarter(); quarter <= period.last_quarter(); quarter = quarter + 1) {
    const auto found = metric.periods.find(Period::quarter(quarter));
    if (found == metric.periods.end()) continue;
    sum += found->second.mean.value;
    ++quarters;
  }
  return quarters > 0 ? sum / quarters : 0.0;
}

std::optional<double> median_at(const Forecast& forecast, const char* name, FiscalQuarter quarter) {
  const MetricForecast* metric = metric_of(forecast, name);
  if (metric == nullptr) return std::nullopt;
  const auto found = metric->periods.find(Period::quarter(quarter));
  if (found == metric->periods.end() || found->second.paths == 0) return std::nullopt;
  return found->second.quantiles.at(0.5).value;
}

/// How many quarters of sales wait at the end of a period.
std::optional<double> queue_at_end(const Forecast& forecast, const Period& period) {
  const auto waits = median_at(forecast, queue_metric, period.last_quarter());
  const auto sold = median_at(forecast, sales_metric, period.last_quarter());
  return waits && sold && *sold > 0.0 ? std::optional(*waits / *sold) : std::nullopt;
}

double relative(const Difference& difference) {
  return difference.before.p50 == 0.0 ? 0.0 : difference.median.value / std::abs(difference.before.p50);
}

std::string change_text(const Difference& difference) {
  return fmt::format("{}{:.1f}%", difference.median.value < 0.0 ? "−" : "+", 100.0 * std::abs(relative(difference)));
}

std::string limits_text(const HeldBack& held) {
  constexpr double seldom = 0.02;
  std::vector<std::string> told;
  for (const Limit& limit : held.limits) {
    if (std::max(limit.before, limit.after) < seldom) continue;
    told.push_back(fmt::format("{} on {:.0f} → {:.0f}%", limit.name, 100.0 * limit.before, 100.0 * limit.after));
  }
  return fmt::format("{} of the paths", fmt::join(told, ", "));
}

double of_demand(const HeldBack& held) {
  double share = 0.0;
  for (const Limit& limit : held.limits) {
    if (std::ranges::find(demand_limits, limit.name) != std::end(demand_limits)) share += limit.before;
  }
  return share;
}

bool queue_moves(const HeldBack& held) {
  constexpr double felt = 0.05;
  return held.queue_before && held.queue_after && std::abs(*held.queue_after / *held.queue_before - 1.0) > felt;
}

std::string why_small(const HeldBack& held) {
  const double supply = 100.0 * (1.0 - of_demand(held));
  if (queue_moves(held)) {
    return fmt::format(
        "Small, because supply sets sales on {:.0f}% of the paths, and the queue takes it: at the end of "
        "{} {:.2f} quarters of sales wait instead of {:.2f}.",
        supply, to_string(held.period), *held.queue_after, *held.queue_before);
  }
  return fmt::format("Small, because it moves neither what holds sales back nor the queue{}.",
                     held.queue_before ? fmt::format(" of {:.2f} quarters of sales", *held.queue_before) : "");
}

}  // namespace

Forecast told_by(const Prepared& prepared, std::int64_t paths, Threads threads) {
  constexpr std::int64_t enough = 16'384;  // for shares of the paths to a point
  std::vector<std::string> metrics = {queue_metric, sales_metric};
  for (const MetricSpec& spec : prepared.model->metrics()) {
    if (!spec.constraint.empty()) metrics.push_back(spec.name);
  }
  return count_paths(prepared, rows_of_metrics(metrics, prepared.scenario, prepared.plan),
                     {.first = 0, .count = std::min(paths, enough)}, threads, {})
      ->summary.forecast();
}

HeldBack held_back(const Forecast& before, const Forecast& after, const Model& model, const Period& period) {
  HeldBack held;
  held.period = period;
  for (const MetricSpec& spec : model.metrics()) {
    const MetricForecast* one = spec.constraint.empty() ? nullptr : metric_of(before, spec.name);
    const MetricForecast* other = metric_of(after, spec.name);
    if (one == nullptr || other == nullptr) continue;
    held.limits.push_back({spec.constraint, mean_in(*one, period), mean_in(*other, period)});
  }
  held.queue_before = queue_at_end(before, period);
  held.queue_after = queue_at_end(after, period);
  return held;
}

std::vector<AnswerChange> answer_changes(const Forecast& before, const Forecast& after) {
  std::vector<AnswerChange> changes;
  for (const Answer& answer : before.answers) {
    const auto same = std::ranges::find(after.answers, answer.name, &Answer::name);
    if (same != after.answers.end()) changes.push_back({answer, *same});
  }
  return changes;
}

std::vector<std::string> reasons_for(const DatedDifference& year, const DatedDifference& end) {
  constexpr double small = 0.05;
  constexpr double later = 2.0;
  const Difference& difference = year.difference;
  if (year.held.limits.empty() || difference.higher.value + difference.lower.value == 0.0) return {};
  std::vector<std::string> reasons = {
      fmt::format("Holds sales back in {}, before → after: {}.", to_string(year.held.period), limits_text(year.held))};
  const double effect = std::abs(relative(difference));
  const double last = std::abs(relative(end.difference));
  if (effect < small) reasons.push_back(why_small(year.held));
  if (last > small && last > later * effect) {
    const std::string queue =
        queue_moves(end.held)
            ? fmt::format(": the queue is down to {:.2f} quarters of sales by then", *end.held.queue_after)
            : "";
    reasons.push_back(fmt::format("Late: {} in {} and {} in {}{}.", change_text(difference),
                                  to_string(year.held.period), change_text(end.difference), to_string(end.held.period),
                                  queue));
  }
  return reasons;
}

}  // namespace wafercast
