// The whole chain (draws, marginals, dependence, model, summary) against closed forms. Each test states its size; a
// statistic is held to 5 of its own standard errors, so that a sound program fails one check in about 1.7 million.

#include <tests/engine/simulation/textbook_scenario.hpp>

#include <engine/random/normal.hpp>
#include <models/textbook/minimum_of_normals.hpp>
#include <models/textbook/product_of_lognormals.hpp>

#include <cmath>
#include <numbers>

namespace wafercast {
namespace {

using testing::distribution;
using testing::driver;
using testing::simulate_all;
using testing::textbook_scenario;

constexpr std::int64_t paths = 200'000;
const Period first_quarter = Period::quarter({2026, 1});

Scenario product_scenario(double rank_correlation) {
  Scenario scenario = textbook_scenario();
  scenario.drivers = {driver("units", "unit/quarter", Lognormal{1000.0, 0.2}),
                      driver("price", "USD/unit", Lognormal{50.0, 0.1})};
  if (rank_correlation != 0.0) scenario.correlations = {{"units", "price", rank_correlation, {}}};
  return scenario;
}

void expect_product(double rank_correlation) {
  const textbook::ProductOfLognormals model;
  const auto summary = simulate_all(product_scenario(rank_correlation), model, paths);
  const Forecast forecast = summary->forecast();
  const Distribution& sales = distribution(forecast, "sales", first_quarter);
  const double log_correlation = 2.0 * std::sin(std::numbers::pi * rank_correlation / 6.0);
  const textbook::LognormalProduct exact{1000.0, 0.2, 50.0, 0.1, log_correlation};
  EXPECT_NEAR(sales.mean.value, exact.mean(), 5.0 * sales.mean.error);
  EXPECT_NEAR(sales.sd.value, exact.sd(), 5.0 * sales.sd.error);
  for (const auto& [p, estimate] : sales.quantiles) {
    EXPECT_NEAR(estimate.value, exact.quantile(p), 5.0 * estimate.error) << "p = " << p;
  }
}

TEST(Oracle, ProductOfLognormals) {
  expect_product(0.0);
}

TEST(Oracle, ProductOfCorrelatedLognormals) {
  expect_product(0.6);
}

TEST(Oracle, TheWrongCorrelationIsNoticed) {
  const textbook::ProductOfLognormals model;
  const Forecast forecast = simulate_all(product_scenario(0.6), model, paths)->forecast();
  const Distribution& sales = distribution(forecast, "sales", first_quarter);
  const textbook::LognormalProduct independent{1000.0, 0.2, 50.0, 0.1, 0.0};
  EXPECT_GT(std::abs(sales.sd.value - independent.sd()), 20.0 * sales.sd.error);
}

TEST(Oracle, MinimumOfNormals) {
  const textbook::MinimumOfNormals model;
  Scenario scenario = textbook_scenario();
  scenario.drivers = {driver("supply", "USD", Normal{100.0, 10.0}), driver("demand", "USD", Normal{105.0, 20.0})};
  const Forecast forecast = simulate_all(scenario, model, paths)->forecast();
  const Distribution& sales = distribution(forecast, "sales", first_quarter);
  const textbook::NormalMinimum exact{100.0, 10.0, 105.0, 20.0};
  EXPECT_NEAR(sales.mean.value, exact.mean(), 5.0 * sales.mean.error);
  EXPECT_NEAR(sales.sd.value, exact.sd(), 5.0 * sales.sd.error);
  for (const auto& [p, estimate] : sales.quantiles) {
    EXPECT_NEAR(exact.cdf(estimate.value), p, 5.0 * std::sqrt(p * (1.0 - p) / paths)) << "p = " << p;
  }
}

// n_t = φ n_{t−1} + σ ε_t with n_0 = 0 has variance σ² (1 − φ^{2t}) / (1 − φ²).
TEST(Oracle, NoiseIsAutoregressive) {
  const double persistence = 0.7;
  const double sigma = 0.05;
  const textbook::ProductOfLognormals model;
  Scenario scenario = textbook_scenario(6);
  scenario.drivers = {driver("units", "unit/quarter", Constant{1.0}, {sigma, persistence}),
                      driver("price", "USD/unit", Constant{1.0})};
  const Forecast forecast = simulate_all(scenario, model, paths)->forecast();
  for (int t = 1; t <= 6; ++t) {
    const double variance = sigma * sigma * (1.0 - std::pow(persistence, 2 * t)) / (1.0 - persistence * persistence);
    const Distribution& sales = distribution(forecast, "sales", Period::quarter(FiscalQuarter(2025, 4) + t));
    const Estimate& p95 = sales.quantiles.at(0.95);
    EXPECT_NEAR(p95.value, std::exp(std::sqrt(variance) * normal_quantile(0.95)), 5.0 * p95.error) << "quarter " << t;
  }
}

// Growth on the quarter before isolates the covariance of neighbours: Var(n_t − n_{t−1}) = σ² + (φ − 1)² Var(n_{t−1}).
TEST(Oracle, NeighbouringQuartersAreCorrelated) {
  const textbook::ProductOfLognormals model;
  Scenario scenario = textbook_scenario(4);
  scenario.drivers = {driver("units", "unit/quarter", Constant{1.0}, {0.05, 0.7}),
                      driver("price", "USD/unit", Constant{1.0})};
  const Forecast forecast = simulate_all(scenario, model, paths)->forecast();
  const double variance_before = 0.05 * 0.05 * (1.0 + 0.7 * 0.7);
  const double sd = std::sqrt(0.05 * 0.05 + 0.3 * 0.3 * variance_before);
  const Estimate& p95 = distribution(forecast, "sales_growth_qoq", Period::quarter({2026, 3})).quantiles.at(0.95);
  EXPECT_NEAR(p95.value, std::expm1(sd * normal_quantile(0.95)), 5.0 * p95.error);
}

// An event that fires with probability p in a window and cuts sales by half for good: the compound of two points.
TEST(Oracle, EventsFireAsOftenAsTheyShould) {
  const textbook::ProductOfLognormals model;
  Scenario scenario = textbook_scenario();
  scenario.drivers = {driver("units", "unit/quarter", Constant{100.0}), driver("price", "USD/unit", Constant{1.0})};
  EventBelief certain_window;
  certain_window.name = "strike";
  certain_window.window = {*parse_date("2025-01-27"), *parse_date("2025-01-28")};
  certain_window.probability = 0.3;
  certain_window.effects = {testing::effect(EffectBelief::Action::cut, "units", Constant{0.5})};
  scenario.events = {certain_window};
  const Forecast forecast = simulate_all(scenario, model, paths)->forecast();
  const double p_error = std::sqrt(0.3 * 0.7 / paths);
  EXPECT_NEAR(forecast.events[0].probability.value, 0.3, 5.0 * p_error);
  EXPECT_NEAR(distribution(forecast, "sales", Period::quarter({2026, 2})).mean.value, 100.0 - 0.3 * 50.0,
              5.0 * 50.0 * p_error);
}

// A hazard of h a quarter over four quarters fires with probability 1 − (1 − h)^(days / 91.3125).
TEST(Oracle, HazardsAddUpOverTheHorizon) {
  const textbook::ProductOfLognormals model;
  Scenario scenario = textbook_scenario();
  scenario.drivers = {driver("units", "unit/quarter", Constant{100.0}), driver("price", "USD/unit", Constant{1.0})};
  EventBelief event;
  event.name = "strike";
  event.window = {*parse_date("2025-01-27"), *parse_date("2026-01-26")};
  event.chance = EventBelief::Chance::per_quarter;
  event.probability = 0.08;
  scenario.events = {event};
  const Forecast forecast = simulate_all(scenario, model, paths)->forecast();
  const double exact = 1.0 - std::pow(0.92, 364.0 / (365.25 / 4.0));
  EXPECT_NEAR(forecast.events[0].probability.value, exact, 5.0 * std::sqrt(exact * (1.0 - exact) / paths));
}

}  // namespace
}  // namespace wafercast
