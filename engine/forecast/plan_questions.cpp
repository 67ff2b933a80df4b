#include <engine/forecast/plan_questions.hpp>

#include <engine/core/suggest.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

namespace wafercast {
namespace {

void complain_of_metric(const Question& question, const std::vector<std::string>& metrics, Diagnostics& diagnostics) {
  diagnostics.error(question.where,
                    fmt::format("question '{}': the model has no metric '{}'", question.name, question.metric),
                    did_you_mean(question.metric, metrics));
}

int series_of(const Question& question, const Plan& plan, Diagnostics& diagnostics) {
  const int series = find_series(plan, question.metric, question.period);
  if (series >= 0) return series;
  std::set<std::string> metrics;
  for (const SeriesKey& key : plan.series) metrics.insert(key.metric);
  if (metrics.contains(question.metric)) {
    diagnostics.error(
        question.where,
        fmt::format("question '{}': there is no {} for {} (a fiscal year needs all its quarters, reported or "
                    "forecast)",
                    question.name, question.metric, to_string(question.period)),
        "ask for another period or lengthen the horizon");
  } else {
    complain_of_metric(question, {metrics.begin(), metrics.end()}, diagnostics);
  }
  return -1;
}

std::vector<int> find_events(const Question& question, const Plan& plan, Diagnostics& diagnostics) {
  std::vector<int> events;
  for (const Question::Given& given : question.given) {
    const auto found = std::ranges::find(plan.event_names, given.event);
    if (found != plan.event_names.end()) {
      events.push_back(static_cast<int>(found - plan.event_names.begin()));
      continue;
    }
    diagnostics.error(
        question.where,
        fmt::format("question '{}': no event '{}' can happen in this scenario", question.name, given.event),
        did_you_mean(given.event, plan.event_names));
  }
  return events;
}

/// A threshold is measured as its metric is: 200 of what, nobody can say.
void check_unit(const Question& question, const std::string& unit, Diagnostics& diagnostics) {
  if (!question.threshold) return;
  const Question::Threshold& threshold = *question.threshold;
  const auto measured = Unit::parse(unit);
  const bool in_shares = !measured || measured->is_plain_number();
  const bool fits =
      in_shares ? threshold.is_share && threshold.unit.is_plain_number()
                : threshold.is_amount && (threshold.unit.is_plain_number() || threshold.unit.same_dimension(*measured));
  if (fits) return;
  const std::string measure = unit == "fraction" ? "%" : unit;
  const std::string problem =
      threshold.unit.is_plain_number()
          ? fmt::format("{:.6g} does not say what it is measured in ({} is in {})", threshold.value, question.metric,
                        measure)
          : fmt::format("'{}' does not measure {} (which is in {})", threshold.unit.text(), question.metric, measure);
  diagnostics.error(question.where, fmt::format("question '{}': {}", question.name, problem),
                    fmt::format("write {}", with_unit(threshold.value, unit)));
}

}  // namespace

std::string with_unit(double value, const std::string& unit) {
  if (unit == "fraction") return fmt::format("{:.6g}%", std::abs(value) <= 1.5 ? 100.0 * value : value);
  if (unit == "USD")
    return std::abs(value) >= 1e6 ? fmt::format("{:.6g}bn", value / 1e9) : fmt::format("{:.6g}bn", value);
  return fmt::format("{:.6g} {}", value, unit);
}

void check_metrics(const Scenario& scenario, const Model& model, Diagnostics& diagnostics) {
  std::vector<std::string> metrics;
  for (const MetricSpec& metric : model.metrics()) metrics.push_back(metric.name);
  for (const Formula& formula : scenario.formulas) metrics.push_back(formula.name);
  for (const Question& question : scenario.questions) {
    if (std::ranges::find(metrics, question.metric) != metrics.end()) continue;
    complain_of_metric(question, metrics, diagnostics);
  }
}

std::vector<PlannedQuestion> plan_questions(const std::vector<Question>& questions, const Plan& plan) {
  Diagnostics diagnostics;
  std::vector<PlannedQuestion> planned;
  for (const Question& question : questions) {
    const int series = series_of(question, plan, diagnostics);
    if (series >= 0) check_unit(question, plan.series[static_cast<std::size_t>(series)].unit, diagnostics);
    planned.push_back({question, series, find_events(question, plan, diagnostics)});
  }
  diagnostics.throw_if_any();
  return planned;
}

}  // namespace wafercast
