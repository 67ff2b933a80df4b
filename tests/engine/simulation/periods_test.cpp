#include <tests/engine/simulation/textbook_scenario.hpp>

#include <models/textbook/product_of_lognormals.hpp>

namespace wafercast {
namespace {

using testing::distribution;
using testing::driver;

/// Sales of 10 a quarter; the scenario starts in the given quarter and knows the given reported sales.
Forecast forecast_of(FiscalQuarter first, int quarters, const History::Series& reported) {
  Scenario scenario = testing::textbook_scenario(quarters);
  scenario.first = first;
  scenario.last_reported = first - 1;
  scenario.history.reported["sales"] = reported;
  scenario.drivers = {driver("units", "unit/quarter", Constant{10.0}), driver("price", "USD/unit", Constant{1.0})};
  const textbook::ProductOfLognormals model;
  return testing::simulate_all(scenario, model, 64)->forecast();
}

bool has(const Forecast& forecast, const std::string& metric, const Period& period) {
  for (const MetricForecast& candidate : forecast.metrics) {
    if (candidate.name == metric) return candidate.periods.contains(period);
  }
  return false;
}

TEST(Periods, AYearIsTheSumOfItsQuarters) {
  const Forecast forecast = forecast_of({2026, 1}, 4, {});
  EXPECT_EQ(distribution(forecast, "sales", Period::year(2026)).mean.value, 40.0);
}

TEST(Periods, ReportedQuartersCountTowardsTheirYear) {
  const Forecast forecast = forecast_of({2026, 3}, 2, {{{2026, 1}, 7.0}, {{2026, 2}, 8.0}});
  EXPECT_EQ(distribution(forecast, "sales", Period::year(2026)).mean.value, 35.0);
}

TEST(Periods, AYearWithAnUnknownQuarterIsLeftOut) {
  EXPECT_FALSE(has(forecast_of({2026, 3}, 2, {{{2026, 2}, 8.0}}), "sales", Period::year(2026)));
  EXPECT_FALSE(has(forecast_of({2026, 1}, 3, {}), "sales", Period::year(2026)));
}

TEST(Periods, GrowthLooksBackIntoWhatWasReported) {
  const Forecast forecast = forecast_of({2026, 1}, 5, {{{2025, 1}, 4.0}, {{2025, 4}, 8.0}});
  EXPECT_EQ(distribution(forecast, "sales_growth_qoq", Period::quarter({2026, 1})).mean.value, 0.25);
  EXPECT_EQ(distribution(forecast, "sales_growth_yoy", Period::quarter({2026, 1})).mean.value, 1.5);
  EXPECT_EQ(distribution(forecast, "sales_growth_yoy", Period::quarter({2027, 1})).mean.value, 0.0);
  EXPECT_FALSE(has(forecast, "sales_growth_yoy", Period::quarter({2026, 2})));
}

TEST(Periods, GrowthOfAYearIsAsReportedAndThatOfAQuarterPerWeek) {
  const Forecast forecast = forecast_of({2027, 1}, 8, {});  // FY27Q4 has 14 weeks
  EXPECT_EQ(distribution(forecast, "sales_growth_yoy", Period::year(2028)).mean.value, 0.0);
  EXPECT_NEAR(distribution(forecast, "sales_growth_yoy", Period::quarter({2028, 4})).mean.value, 14.0 / 13.0 - 1.0,
              1e-12);
}

TEST(Periods, ALongQuarterIsNoted) {
  const auto notes = [](FiscalQuarter first) {
    Scenario scenario = testing::textbook_scenario(4);
    scenario.first = first;
    scenario.last_reported = first - 1;
    scenario.drivers = {driver("units", "unit/quarter", Constant{10.0}), driver("price", "USD/unit", Constant{1.0})};
    return compile(scenario, textbook::ProductOfLognormals()).notes;
  };
  EXPECT_THAT(notes({2027, 1}), ::testing::ElementsAre(::testing::HasSubstr("FY27Q4 has 14 weeks")));
  EXPECT_THAT(notes({2026, 1}), ::testing::ElementsAre());
}

}  // namespace
}  // namespace wafercast
