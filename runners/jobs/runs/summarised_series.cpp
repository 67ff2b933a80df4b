#include <runners/jobs/runs/summarised_series.hpp>

#include <engine/forecast/plan_questions.hpp>
#include <engine/scenario/scenario.hpp>
#include <engine/simulation/model.hpp>
#include <runners/jobs/runs/requirements.hpp>

#include <algorithm>
#include <array>
#include <numeric>
#include <set>
#include <string_view>

namespace wafercast {
namespace {

std::set<std::string> names_of_lines(const History& history) {
  std::set<std::string> names;
  for (const History::Line& line : history.lines) {
    names.insert(line.name);
    names.insert(line.parts.begin(), line.parts.end());
  }
  return names;
}

/// "revenue" of revenue_growth_yoy; the name itself of what is no growth.
std::string_view grows(std::string_view metric) {
  constexpr std::array<std::string_view, 2> endings = {"_growth_qoq", "_growth_yoy"};
  for (const std::string_view ending : endings) {
    if (metric.ends_with(ending)) metric.remove_suffix(ending.size());
  }
  return metric;
}

std::set<std::string> names_in(const Plan& plan) {
  std::set<std::string> names;
  for (const SeriesKey& key : plan.series) names.insert(key.metric);
  return names;
}

}  // namespace

std::vector<std::string> usually_held(const Scenario& scenario, const Model& model, const Plan& plan) {
  const std::set<std::string> all = names_in(plan);
  const Score& score = scenario.score;
  if (score.headline.empty()) return {all.begin(), all.end()};
  std::set<std::string> held = names_of_lines(scenario.history);
  const std::vector<std::string> things = required_metrics(scenario, model);
  held.insert(things.begin(), things.end());
  held.insert(score.headline.begin(), score.headline.end());
  held.insert({score.sales, score.margin});
  for (const MetricSpec& metric : model.metrics()) {
    if (!metric.constraint.empty()) held.insert(metric.name);
  }
  for (const std::string& name : all) {
    if (std::ranges::find(score.headline, grows(name)) != score.headline.end()) held.insert(name);
  }
  std::vector<std::string> known;
  std::ranges::set_intersection(held, all, std::back_inserter(known));
  return known;
}

SeriesAsked without_usual(const SeriesAsked& asked, const Scenario& scenario, const Model& model, const Plan& plan) {
  if (asked.full) return {.full = true};
  std::set<std::string> beyond(asked.metrics.begin(), asked.metrics.end());
  for (const std::string& metric : usually_held(scenario, model, plan)) beyond.erase(metric);
  return {.metrics = {beyond.begin(), beyond.end()}};
}

SummarisedRows rows_asked(const SeriesAsked& asked, const Scenario& scenario, const Model& model, const Plan& plan) {
  if (asked.full) {
    std::vector<int> all(plan.series.size());
    std::iota(all.begin(), all.end(), 0);
    return {std::move(all)};
  }
  std::vector<std::string> metrics = usually_held(scenario, model, plan);
  metrics.insert(metrics.end(), asked.metrics.begin(), asked.metrics.end());
  return rows_of_metrics(metrics, scenario, plan);
}

std::vector<int> series_of(const std::vector<std::string>& metrics, const Plan& plan) {
  const std::set<std::string> named(metrics.begin(), metrics.end());
  std::vector<int> rows;
  for (int row = 0; row < static_cast<int>(plan.series.size()); ++row) {
    if (named.contains(plan.series[static_cast<std::size_t>(row)].metric)) rows.push_back(row);
  }
  return rows;
}

SummarisedRows rows_of_metrics(const std::vector<std::string>& metrics, const Scenario& scenario, const Plan& plan) {
  std::vector<int> rows = series_of(metrics, plan);
  for (const PlannedQuestion& question : plan_questions(scenario.questions, plan)) rows.push_back(question.series);
  return summarised_rows(plan, std::move(rows));
}

}  // namespace wafercast
