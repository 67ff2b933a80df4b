#include <tests/engine/simulation/textbook_scenario.hpp>

#include <models/textbook/product_of_lognormals.hpp>

namespace wafercast {
namespace {

using testing::driver;

/// The value of `units` on path 0 in the slices anchor, outlook and the quarters of the horizon.
std::vector<double> units_of(const DriverBelief& units, int quarters = 4) {
  Scenario scenario = testing::textbook_scenario(quarters);
  scenario.drivers = {units, driver("price", "USD/unit", Constant{1.0})};
  const textbook::ProductOfLognormals model;
  const Plan plan = compile(scenario, model);
  const PhiloxSampler sampler(1, plan.draws);
  BlockRunner runner(plan, model, sampler);
  runner.run(0, block_lanes);
  std::vector<double> values;
  for (int slice = 0; slice < plan.timeline.slices(); ++slice) values.push_back(runner.drivers()(0, slice)[0]);
  return values;
}

DriverBelief path_of(std::vector<std::pair<std::string, double>> knots) {
  DriverBelief units = driver("units", "unit/quarter", Constant{1.0});
  units.knots.clear();
  for (const auto& [day, value] : knots) units.knots.push_back({day, *parse_date(day), {Constant{value}, "", {}}});
  return units;
}

TEST(DriverStage, ANumberIsTheSameInEveryQuarter) {
  EXPECT_THAT(units_of(driver("units", "unit/quarter", Constant{3.0})), ::testing::Each(3.0));
}

TEST(DriverStage, UnitsAreConverted) {
  EXPECT_THAT(units_of(driver("units", "unit/year", Constant{8.0})), ::testing::Each(2.0));
}

TEST(DriverStage, ALinearPathGivesQuartersTheirMiddles) {
  const auto values = units_of(path_of({{"2024-01-28", 0.0 + 1e-9}, {"2026-01-25", 728.0}}));
  const FiscalCalendar calendar(std::chrono::January, std::chrono::Sunday);
  const Date start = *parse_date("2024-01-28");
  for (int q = 0; q < 4; ++q) {
    const DateRange days = calendar.days_of(FiscalQuarter(2026, 1) + q);
    const double middle = static_cast<double>((days.first - start).count() + (days.last - start).count()) / 2.0;
    EXPECT_NEAR(values[static_cast<std::size_t>(Timeline::horizon + q)], middle, 1.0);
  }
  EXPECT_EQ(values[Timeline::outlook], values[Timeline::horizon]);
}

TEST(DriverStage, NoiseSparesTheAnchorAndIsTheSameInTheOutlook) {
  const auto values = units_of(driver("units", "unit/quarter", Constant{3.0}, {0.1, 0.5}));
  EXPECT_EQ(values[Timeline::anchor], 3.0);
  EXPECT_NE(values[Timeline::horizon], 3.0);
  EXPECT_EQ(values[Timeline::outlook], values[Timeline::horizon]);
}

const FiscalCalendar january(std::chrono::January, std::chrono::Sunday);

Supposition supposition(Supposition::Kind kind, double amount, Date from) {
  return {.kind = kind, .amount = amount, .from = from};
}

TEST(DriverStage, SuppositionsHoldFromTheirDayOn) {
  DriverBelief units = driver("units", "unit/quarter", Constant{10.0});
  const Date third = january.days_of({2026, 3}).first;
  units.suppositions = {supposition(Supposition::Kind::scale, 0.8, third),
                        supposition(Supposition::Kind::shift, 1.0, third)};
  EXPECT_THAT(units_of(units), ::testing::ElementsAre(10.0, 10.0, 10.0, 10.0, 9.0, 9.0));
  units.suppositions[0].until = units.suppositions[1].until = january.days_of({2026, 4}).first;
  EXPECT_THAT(units_of(units), ::testing::ElementsAre(10.0, 10.0, 10.0, 10.0, 9.0, 10.0));
}

TEST(DriverStage, SuppositionsInMidQuarterHoldProRata) {
  DriverBelief units = driver("units", "unit/quarter", Constant{10.0});
  units.suppositions = {supposition(Supposition::Kind::scale, 0.8, january.days_of({2026, 3}).middle())};
  EXPECT_NEAR(units_of(units)[Timeline::horizon + 2], 9.0, 0.02);
}

// The past was reported and the outlook was given without what is supposed, however early it is said to begin; the
// first quarter forecast is no exception to it.
TEST(DriverStage, WhatIsSupposedHoldsInForecastQuartersAlone) {
  DriverBelief units = driver("units", "unit/quarter", Constant{10.0});
  for (const Date from : {january.days_of({2026, 1}).first, *parse_date("2020-01-01")}) {
    units.suppositions = {supposition(Supposition::Kind::scale, 0.8, from)};
    EXPECT_THAT(units_of(units), ::testing::ElementsAre(10.0, 10.0, 8.0, 8.0, 8.0, 8.0));
  }
}

TEST(DriverStage, AnotherBeliefTakesOverOnTheSameDraws) {
  DriverBelief units = driver("units", "unit/quarter", Lognormal{10.0, 0.3});
  Supposition other = supposition(Supposition::Kind::replace, 0.0, january.days_of({2026, 2}).first);
  other.instead = driver("units", "unit/quarter", Lognormal{5.0, 0.3});
  const auto believed = units_of(units);
  units.suppositions = {other};
  const auto supposed = units_of(units);
  EXPECT_EQ(supposed[Timeline::anchor], believed[Timeline::anchor]);
  EXPECT_EQ(supposed[Timeline::horizon], believed[Timeline::horizon]);
  EXPECT_DOUBLE_EQ(supposed[Timeline::horizon + 1], 0.5 * believed[Timeline::horizon + 1]) << "quantile for quantile";
}

TEST(DriverStage, ADelayedPathWaitsAndGoesOn) {
  DriverBelief units = path_of({{"2025-01-26", 10.0}, {"2026-01-25", 374.0}});  // one a day
  const auto believed = units_of(units);
  const Date from = january.days_of({2026, 2}).first;
  units.suppositions = {supposition(Supposition::Kind::delay, 91.0, from)};
  const auto delayed = units_of(units);
  EXPECT_DOUBLE_EQ(delayed[Timeline::horizon], believed[Timeline::horizon]);
  EXPECT_LT(delayed[Timeline::horizon + 1], believed[Timeline::horizon + 1]);
  EXPECT_NEAR(delayed[Timeline::horizon + 2], believed[Timeline::horizon + 1], 1e-9) << "a quarter later";
  EXPECT_NEAR(delayed[Timeline::horizon + 3], believed[Timeline::horizon + 2], 1e-9);
}

TEST(DriverStage, WhatIsSupposedStaysAboveAHundredthOfWhatWasBelieved) {
  DriverBelief units = driver("units", "unit/quarter", Constant{10.0});
  units.suppositions = {supposition(Supposition::Kind::shift, -20.0, january.days_of({2026, 1}).first)};
  EXPECT_DOUBLE_EQ(units_of(units)[Timeline::horizon], 0.1);
}

TEST(DriverStage, ACertainSharedPathNeedsNoDraw) {
  Scenario scenario = testing::textbook_scenario();
  scenario.drivers = {path_of({{"2025-01-01", 1.0}, {"2026-01-01", 2.0}}), driver("price", "USD/unit", Constant{1.0})};
  const textbook::ProductOfLognormals model;
  EXPECT_TRUE(compile(scenario, model).draws.empty());
}

}  // namespace
}  // namespace wafercast
