#include <tests/engine/simulation/textbook_scenario.hpp>

#include <models/textbook/product_of_lognormals.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wafercast {
namespace {

using Kind = Formula::Term::Kind;
using testing::distribution;
using testing::driver;
using ::testing::HasSubstr;

Formula formula(std::vector<Formula::Term> terms, std::optional<Unit> unit = std::nullopt) {
  return {"asked", "asked", "", unit, std::move(terms), {"textbook.yaml", 7, 3}};
}

Scenario scenario_with(Formula asked) {
  Scenario scenario = testing::textbook_scenario(5);
  scenario.history.reported["sales"] = {{{2025, 4}, 8.0}};
  scenario.drivers = {driver("units", "unit/quarter", Constant{10.0}), driver("price", "USD/unit", Constant{1.0})};
  scenario.formulas = {std::move(asked)};
  return scenario;
}

Forecast forecast_of(Formula asked) {
  return testing::simulate_all(scenario_with(std::move(asked)), textbook::ProductOfLognormals(), 64)->forecast();
}

double mean_of(const Forecast& forecast, const Period& period) {
  return distribution(forecast, "asked", period).mean.value;
}

TEST(Formula, IsComputedForQuartersAndYears) {
  const Forecast forecast = forecast_of(formula(
      {{Kind::metric, 0.0, "sales"}, {Kind::number, 0.25, {}}, {Kind::multiply, 0.0, {}}, {Kind::negate, 0.0, {}}}));
  EXPECT_EQ(mean_of(forecast, Period::quarter({2026, 1})), -2.5);
  EXPECT_EQ(mean_of(forecast, Period::year(2026)), -10.0);
}

TEST(Formula, AChangeLooksBackIntoWhatWasReported) {
  const Forecast forecast = forecast_of(formula({{Kind::change, 0.0, "sales"}}));
  EXPECT_EQ(mean_of(forecast, Period::quarter({2026, 1})), 2.0);
  EXPECT_EQ(mean_of(forecast, Period::quarter({2026, 2})), 0.0);
}

TEST(Formula, ARatioHasNoUnit) {
  const Forecast forecast =
      forecast_of(formula({{Kind::metric, 0.0, "sales"}, {Kind::metric, 0.0, "sales"}, {Kind::divide, 0.0, {}}}));
  EXPECT_EQ(mean_of(forecast, Period::quarter({2026, 1})), 1.0);
  for (const MetricForecast& metric : forecast.metrics) {
    if (metric.name == "asked") {
      EXPECT_EQ(metric.unit, "fraction");
    }
  }
}

TEST(Formula, IsGivenInItsUnit) {
  const Forecast forecast = forecast_of(formula({{Kind::metric, 0.0, "sales"}}, Unit::parse("kUSD")));
  EXPECT_EQ(mean_of(forecast, Period::quarter({2026, 1})), 0.01);
}

TEST(Formula, WhatDoesNotAddUpIsRefused) {
  const auto refusal = [](Formula asked) -> std::string {
    try {
      compile(scenario_with(std::move(asked)), textbook::ProductOfLognormals());
    } catch (const InputError& error) {
      return error.what();
    }
    return {};
  };
  EXPECT_THAT(refusal(formula({{Kind::metric, 0.0, "sale"}})), HasSubstr("names 'sale', which is no metric"));
  EXPECT_THAT(refusal(formula({{Kind::metric, 0.0, "sales"}, {Kind::number, 1.0, {}}, {Kind::add, 0.0, {}}})),
              HasSubstr("adds up what is measured differently"));
  EXPECT_THAT(refusal(formula({{Kind::metric, 0.0, "sales"}}, Unit::parse("wafer"))), HasSubstr("is not measured in"));
  Formula taken = formula({{Kind::metric, 0.0, "sales"}});
  taken.name = "sales";
  EXPECT_THAT(refusal(taken), HasSubstr("is defined by the model already"));
}

/// sales / Δsales: no number on paths on which sales are what they were.
Forecast with_undefined_paths(bool with_metric) {
  Scenario scenario =
      scenario_with(formula({{Kind::metric, 0.0, "sales"}, {Kind::change, 0.0, "sales"}, {Kind::divide, 0.0, {}}}));
  scenario.drivers[0] = driver("units", "unit/quarter", Discrete{{{8.0, 0.25}, {10.0, 0.75}}});
  if (!with_metric) scenario.formulas.clear();
  return testing::simulate_all(scenario, textbook::ProductOfLognormals(), 1000)->forecast();
}

TEST(Formula, ThatIsUndefinedOnAPathLeavesTheOtherMetricsAlone) {
  const Forecast with = with_undefined_paths(true);
  const Forecast without = with_undefined_paths(false);
  const Period quarter = Period::quarter({2026, 1});
  EXPECT_EQ(with.failed_paths, 0);
  const Distribution& sales = distribution(with, "sales", quarter);
  EXPECT_EQ(sales.paths, 1000);
  EXPECT_EQ(sales.mean.value, distribution(without, "sales", quarter).mean.value);
  EXPECT_EQ(sales.quantiles.at(0.05).value, distribution(without, "sales", quarter).quantiles.at(0.05).value);
  const Distribution& asked = distribution(with, "asked", quarter);
  EXPECT_GT(asked.paths, 600);
  EXPECT_LT(asked.paths, 900) << "those of the lower value are left out";
  EXPECT_EQ(asked.mean.value, 5.0);
}

}  // namespace
}  // namespace wafercast
