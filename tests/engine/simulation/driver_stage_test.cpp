#include "textbook_scenario.hpp"

#include <wafercast/textbook/product_of_lognormals.hpp>

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
  for (int slice = 0; slice < plan.slices.count(); ++slice) values.push_back(runner.drivers()(0, slice)[0]);
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
    EXPECT_NEAR(values[static_cast<std::size_t>(Slices::horizon + q)], middle, 1.0);
  }
  EXPECT_EQ(values[Slices::outlook], values[Slices::horizon]);
}

TEST(DriverStage, NoiseSparesTheAnchorAndIsTheSameInTheOutlook) {
  const auto values = units_of(driver("units", "unit/quarter", Constant{3.0}, {0.1, 0.5}));
  EXPECT_EQ(values[Slices::anchor], 3.0);
  EXPECT_NE(values[Slices::horizon], 3.0);
  EXPECT_EQ(values[Slices::outlook], values[Slices::horizon]);
}

TEST(DriverStage, AdjustmentsActFromTheirDayOn) {
  DriverBelief units = driver("units", "unit/quarter", Constant{10.0});
  const FiscalCalendar calendar(std::chrono::January, std::chrono::Sunday);
  const DateRange third = calendar.days_of({2026, 3});
  units.adjustments = {{Adjustment::Kind::scale, 0.8, third.first, {}},
                       {Adjustment::Kind::shift, 1.0, third.first, {}}};
  EXPECT_THAT(units_of(units), ::testing::ElementsAre(10.0, 10.0, 10.0, 10.0, 9.0, 9.0));
}

TEST(DriverStage, AdjustmentsInMidQuarterActProRata) {
  DriverBelief units = driver("units", "unit/quarter", Constant{10.0});
  const DateRange third = FiscalCalendar(std::chrono::January, std::chrono::Sunday).days_of({2026, 3});
  units.adjustments = {{Adjustment::Kind::scale, 0.8, third.middle(), {}}};
  EXPECT_NEAR(units_of(units)[Slices::horizon + 2], 9.0, 0.02);
}

// What the company guided it guided for the world without a change that comes with the first quarter; a change that
// began before it was known to it.
TEST(DriverStage, TheOutlookKnowsOnlyAdjustmentsThatBeganBeforeIt) {
  const Date first = FiscalCalendar(std::chrono::January, std::chrono::Sunday).days_of({2026, 1}).first;
  DriverBelief units = driver("units", "unit/quarter", Constant{10.0});
  units.adjustments = {{Adjustment::Kind::scale, 0.8, first, {}}};
  EXPECT_THAT(units_of(units), ::testing::ElementsAre(10.0, 10.0, 8.0, 8.0, 8.0, 8.0));
  units.adjustments = {{Adjustment::Kind::scale, 0.8, *parse_date("2020-01-01"), {}}};
  EXPECT_THAT(units_of(units), ::testing::ElementsAre(8.0, 8.0, 8.0, 8.0, 8.0, 8.0));
}

TEST(DriverStage, ACertainSharedPathNeedsNoDraw) {
  Scenario scenario = testing::textbook_scenario();
  scenario.drivers = {path_of({{"2025-01-01", 1.0}, {"2026-01-01", 2.0}}), driver("price", "USD/unit", Constant{1.0})};
  const textbook::ProductOfLognormals model;
  EXPECT_TRUE(compile(scenario, model).draws.empty());
}

}  // namespace
}  // namespace wafercast
