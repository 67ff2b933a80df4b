#pragma once

#include <engine/forecast/plan_questions.hpp>
#include <engine/forecast/summary.hpp>
#include <engine/scenario/scenario.hpp>
#include <engine/simulation/simulate.hpp>

#include <memory>
#include <string>
#include <vector>

namespace wafercast::testing {

/// A scenario of four quarters from FY26Q1 on, without drivers, for the tests to fill.
inline Scenario textbook_scenario(int quarters = 4) {
  return {.name = "textbook",
          .model = "textbook",
          .file = "textbook.yaml",
          .as_of = *parse_date("2025-02-27"),
          .calendar = FiscalCalendar(std::chrono::January, std::chrono::Sunday),
          .last_reported = FiscalQuarter(2025, 4),
          .first = FiscalQuarter(2026, 1),
          .quarters = quarters,
          .learnt_quarters = quarters,
          .structure = {},
          .history = {},
          .drivers = {},
          .events = {},
          .correlations = {},
          .questions = {},
          .resolved = {},
          .inputs = {}};
}

inline DriverBelief driver(const std::string& name, const std::string& unit, Belief belief, Noise noise = {}) {
  DriverBelief driver;
  driver.name = name;
  driver.unit = *Unit::parse(unit);
  driver.where = {"textbook.yaml", 1, 1};
  driver.knots = {{"always", *parse_date("2025-03-01"), {std::move(belief), "", {"textbook.yaml", 1, 1}}}};
  driver.noise = noise;
  return driver;
}

inline EffectBelief effect(EffectBelief::Action action, const std::string& on, Belief amount, bool once = false) {
  return {action, on, {std::move(amount), "", {}}, Unit(), std::nullopt, once, {"textbook.yaml", 2, 1}};
}

/// Simulates and summarises.
inline std::unique_ptr<Summary> simulate_all(const Scenario& scenario, const Model& model, std::int64_t paths,
                                             int threads = 2, std::uint64_t seed = 1) {
  const Plan plan = compile(scenario, model);
  const PhiloxSampler sampler(seed, plan.draws);
  std::vector<std::unique_ptr<Summary>> summaries;
  for (int slot = 0; slot < worker_slots({threads}); ++slot) {
    summaries.push_back(
        std::make_unique<Summary>(plan.series, plan.event_names, plan_questions(scenario.questions, plan)));
  }
  RunOptions options;
  options.paths = paths;
  options.threads = {threads};
  simulate(plan, model, sampler, options,
           [&](int slot) -> BlockConsumer& { return *summaries[static_cast<std::size_t>(slot)]; });
  for (std::size_t slot = 1; slot < summaries.size(); ++slot) summaries[0]->merge(*summaries[slot]);
  return std::move(summaries[0]);
}

inline const Distribution& distribution(const Forecast& forecast, const std::string& metric, const Period& period) {
  for (const MetricForecast& candidate : forecast.metrics) {
    if (candidate.name == metric) return candidate.periods.at(period);
  }
  throw std::out_of_range(metric);
}

}  // namespace wafercast::testing
