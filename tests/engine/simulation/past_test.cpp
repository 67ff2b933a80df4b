#include <tests/engine/simulation/textbook_scenario.hpp>

#include <models/textbook/product_of_lognormals.hpp>

namespace wafercast {
namespace {

using testing::driver;

/// The values of `units` in a block, by slice of a run from some quarters before the last reported one over four.
std::vector<Lanes> units_before(const DriverBelief& units, const Model& model, int quarters_back,
                                std::vector<EventBelief> events = {}) {
  Scenario scenario = testing::textbook_scenario();
  scenario.events = std::move(events);
  scenario.drivers = {units, driver("price", "USD/unit", Constant{1.0})};
  const Timeline timeline(scenario.calendar, scenario.last_reported - quarters_back, 4);
  const Plan plan = compile(scenario, model, timeline);
  const PhiloxSampler sampler(1, plan.draws);
  BlockRunner runner(plan, model, sampler);
  runner.run(0, block_lanes);
  std::vector<Lanes> values;
  for (int slice = 0; slice < plan.timeline.slices(); ++slice) values.push_back(runner.drivers()(0, slice));
  return values;
}

/// The same on one path.
std::vector<double> units_on(const DriverBelief& units, int quarters_back, int path = 0,
                             std::vector<EventBelief> events = {}) {
  std::vector<double> values;
  for (const Lanes& slice : units_before(units, textbook::ProductOfLognormals(), quarters_back, std::move(events))) {
    values.push_back(slice[path]);
  }
  return values;
}

PastQuarter believed(FiscalQuarter quarter, const std::string& label, Belief belief) {
  Course course;
  course.knots = {{label, *parse_date("2024-01-01"), {std::move(belief), "", {}}}};
  return {.quarter = quarter, .believed = course};
}

TEST(Past, ARunThatStartsInThePastSeesWhatWasBelievedThen) {
  DriverBelief units = driver("units", "unit/quarter", Constant{10.0});
  units.past = {believed({2025, 1}, "early", Constant{3.0}), believed({2025, 2}, "late", Constant{5.0})};
  // Of FY25Q3 nothing is said apart; quarters before the first are as the first. Two slices are the first quarter.
  EXPECT_THAT(units_on(units, 4), ::testing::ElementsAre(3.0, 3.0, 3.0, 5.0, 10.0, 10.0));
  EXPECT_THAT(units_on(units, 0), ::testing::Each(10.0)) << "nothing of it is in the forecast";
}

TEST(Past, AnIndexIsExactThoughTheLevelIsNot) {
  DriverBelief units = driver("units", "unit/quarter", Lognormal{10.0, 0.3});
  units.knots[0].day = *parse_date("2024-12-12");  // the middle of FY25Q4
  units.knots.push_back({"later", *parse_date("2026-12-12"), {Lognormal{30.0, 0.5}, "", {}}});
  units.shared = 0.5;
  units.past = {{.quarter = {2025, 2}, .index = 0.5}, {.quarter = {2025, 3}, .index = 0.8}};
  for (const int path : {0, 1, 2}) {
    const auto values = units_on(units, 2, path);  // FY25Q2, FY25Q3 twice, FY25Q4, FY26Q1 and Q2
    const double now = values[3];
    EXPECT_NE(now, units_on(units, 2, path + 1)[3]);
    EXPECT_DOUBLE_EQ(values[0], 0.5 * now);
    EXPECT_DOUBLE_EQ(values[1], 0.8 * now);
    EXPECT_DOUBLE_EQ(values[2], 0.8 * now);
  }
}

/// A model whose `units` are a share.
class WithShare final : public Model {
 public:
  WithShare() : drivers_(whole_.drivers()) { drivers_[0].support = Support::fraction; }
  const std::vector<DriverSpec>& drivers() const override { return drivers_; }
  const std::vector<MetricSpec>& metrics() const override { return whole_.metrics(); }
  std::unique_ptr<Workspace> workspace(const Timeline& timeline) const override { return whole_.workspace(timeline); }
  void run(const DriverBlock& drivers, const Timeline& timeline, Workspace& workspace,
           MetricBlock& metrics) const override {
    whole_.run(drivers, timeline, workspace, metrics);
  }

 private:
  textbook::ProductOfLognormals whole_;
  std::vector<DriverSpec> drivers_;
};

TEST(Past, AShareIsCutOffAtOneAndRefusedWhereItWouldUsuallyBeAbove) {
  DriverBelief share = driver("units", "unit/quarter", Interval{0.5, 0.7, 0.8});
  share.past = {{.quarter = {2025, 3}, .index = 1.5}};
  const WithShare model;
  const Lanes before = units_before(share, model, 1)[Timeline::anchor];
  EXPECT_EQ(before.maxCoeff(), 1.0);
  EXPECT_LT(before.minCoeff(), 0.9);
  share.past[0].index = 1.8;
  try {
    units_before(share, model, 1);
    ADD_FAILURE() << "a median of more than all of it";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("'units' would be 109 % in FY25Q3 by its past"));
  }
}

TEST(Past, TheForecastDrawsAsIfThereWereNone) {
  DriverBelief units = driver("units", "unit/quarter", Lognormal{10.0, 0.3});
  const auto without = units_on(units, 0);
  units.past = {believed({2025, 3}, "late", Lognormal{5.0, 0.2})};
  EXPECT_EQ(units_on(units, 0), without);
  EXPECT_NE(units_on(units, 1), units_on(driver("units", "unit/quarter", Lognormal{10.0, 0.3}), 1));
}

TEST(Past, BeliefsOfThenShareTheirDrawWithTodays) {
  DriverBelief units = driver("units", "unit/quarter", Lognormal{10.0, 0.3});
  units.past = {believed({2025, 3}, "late", Lognormal{5.0, 0.3})};
  const auto same = units_on(units, 1);
  EXPECT_DOUBLE_EQ(same[Timeline::anchor] / 5.0, same[3] / 10.0) << "one and the same unless 'shared' says less";
  units.shared = 0.5;
  const auto apart = units_on(units, 1);
  EXPECT_NE(apart[Timeline::anchor] / 5.0, apart[3] / 10.0);
}

TEST(Past, AnEventThatOccurredActsFromItsDayOnInTheQuartersFromWhichOneLearns) {
  const FiscalCalendar calendar(std::chrono::January, std::chrono::Sunday);
  EventBelief purchase;  // of another company, say
  purchase.name = "purchase";
  purchase.status = EventBelief::Status::occurred;
  const Date day = calendar.days_of({2025, 2}).first;
  purchase.window = {day, day + std::chrono::days(1)};
  purchase.effects = {testing::effect(EffectBelief::Action::scale, "units", Constant{1.5})};
  const DriverBelief units = driver("units", "unit/quarter", Constant{10.0});
  const auto with = [&](int back) { return units_on(units, back, 0, {purchase}); };
  EXPECT_THAT(with(4), ::testing::ElementsAre(10.0, 10.0, 10.0, 15.0, 15.0, 15.0)) << "FY24Q4 to FY25Q4";
  EXPECT_THAT(with(0), ::testing::Each(15.0)) << "and in the forecast, where it is over";
  purchase.window = {calendar.days_of({2025, 2}).middle(), calendar.days_of({2025, 2}).middle() + std::chrono::days(1)};
  EXPECT_NEAR(with(4)[3], 12.5, 0.05) << "pro rata in its own quarter";
}

}  // namespace
}  // namespace wafercast
