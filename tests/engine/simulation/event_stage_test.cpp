#include <tests/engine/simulation/textbook_scenario.hpp>

#include <models/textbook/product_of_lognormals.hpp>

namespace wafercast {
namespace {

using testing::driver;
using testing::effect;
using Action = EffectBelief::Action;

const FiscalCalendar calendar(std::chrono::January, std::chrono::Sunday);

EventBelief sure_event(Date start) {
  EventBelief event;
  event.name = "strike";
  event.window = {start, start + std::chrono::days(1)};
  event.probability = 1.0;
  return event;
}

std::vector<double> units_of(const EventBelief& event) {
  Scenario scenario = testing::textbook_scenario();
  scenario.drivers = {driver("units", "unit/quarter", Constant{10.0}), driver("price", "USD/unit", Constant{1.0})};
  scenario.events = {event};
  const textbook::ProductOfLognormals model;
  const Plan plan = compile(scenario, model);
  const PhiloxSampler sampler(1, plan.draws);
  BlockRunner runner(plan, model, sampler);
  runner.run(0, block_lanes);
  std::vector<double> values;
  for (int slice = 0; slice < plan.timeline.slices(); ++slice) values.push_back(runner.drivers()(0, slice)[0]);
  return values;
}

TEST(EventStage, ActsFromItsStartForGood) {
  EventBelief event = sure_event(calendar.days_of({2026, 2}).first);
  event.effects = {effect(Action::cut, "units", Constant{0.4})};
  const auto values = units_of(event);
  EXPECT_EQ(values[Timeline::anchor], 10.0);
  EXPECT_EQ(values[Timeline::horizon], 10.0);
  EXPECT_NEAR(values[Timeline::horizon + 1], 6.0, 0.05);
  EXPECT_NEAR(values[Timeline::horizon + 3], 6.0, 1e-9);
}

TEST(EventStage, WhatIsSupposedOfItHoldsWhateverWasBelieved) {
  EventBelief event = sure_event(calendar.days_of({2026, 1}).first);
  event.effects = {effect(Action::cut, "units", Constant{0.4})};
  event.supposed = EventBelief::Supposed{};
  EXPECT_THAT(units_of(event), ::testing::Each(10.0)) << "never";
  event.supposed->day = calendar.days_of({2026, 3}).first;
  const auto values = units_of(event);
  EXPECT_EQ(values[Timeline::horizon + 1], 10.0);
  EXPECT_NEAR(values[Timeline::horizon + 2], 6.0, 1e-9);
}

// A window of eight quarters of which four are seen: half of the probability falls there. 64,000 paths, seed 1: the
// standard error of a frequency near 0.3 is 0.0018; at 5 of them the false-alarm rate is 6e-7. A window that is cut
// with its whole probability would show 0.6.
TEST(EventStage, AWindowBeyondTheHorizonKeepsTheProbabilityOfItsPart) {
  Scenario scenario = testing::textbook_scenario();
  scenario.drivers = {driver("units", "unit/quarter", Constant{10.0}), driver("price", "USD/unit", Constant{1.0})};
  EventBelief event = sure_event(calendar.days_of({2026, 1}).first);
  event.window.last = calendar.days_of({2027, 4}).last;
  event.probability = 0.6;
  scenario.events = {event};
  const textbook::ProductOfLognormals model;
  const Plan plan = compile(scenario, model);
  const PhiloxSampler sampler(1, plan.draws);
  BlockRunner runner(plan, model, sampler);
  double happened = 0.0;
  for (std::uint64_t block = 0; block < 1000; ++block) {
    happened += runner.run(block * block_lanes, block_lanes).happened[0].sum();
  }
  EXPECT_NEAR(happened / (1000.0 * block_lanes), 0.3, 0.009);
}

TEST(EventStage, ActsProRataByDays) {
  EventBelief event = sure_event(calendar.days_of({2026, 2}).middle());
  event.effects = {effect(Action::scale, "units", Constant{2.0})};
  EXPECT_NEAR(units_of(event)[Timeline::horizon + 1], 15.0, 0.2);
}

TEST(EventStage, EndsAfterItsTime) {
  EventBelief event = sure_event(calendar.days_of({2026, 1}).first);
  event.lasts_quarters = WrittenBelief{Constant{2.0 * 91.0 / (365.25 / 4.0)}, "", {}};
  event.effects = {effect(Action::add, "units", Constant{5.0})};
  event.effects[0].unit = *Unit::parse("unit/quarter");
  const auto values = units_of(event);
  EXPECT_NEAR(values[Timeline::horizon], 15.0, 0.1);
  EXPECT_NEAR(values[Timeline::horizon + 1], 15.0, 0.1);
  EXPECT_NEAR(values[Timeline::horizon + 2], 10.0, 0.1);
}

TEST(EventStage, OnceStrikesInOneQuarterAlone) {
  EventBelief event = sure_event(calendar.days_of({2026, 2}).middle());
  event.effects = {effect(Action::set, "units", Constant{3.0}, true)};
  event.effects[0].unit = *Unit::parse("unit/quarter");
  EXPECT_THAT(units_of(event), ::testing::ElementsAre(10.0, 10.0, 10.0, 3.0, 10.0, 10.0));
}

TEST(EventStage, UncertainEventsSpareTheOutlook) {
  EventBelief event = sure_event(calendar.days_of({2026, 1}).first);
  event.effects = {effect(Action::cut, "units", Constant{0.5})};
  const auto values = units_of(event);
  EXPECT_EQ(values[Timeline::outlook], 10.0);
  EXPECT_LT(values[Timeline::horizon], 6.0);
}

TEST(EventStage, WhatHasOccurredIsInTheOutlookToo) {
  EventBelief event = sure_event(calendar.days_of({2025, 4}).first);
  event.status = EventBelief::Status::occurred;
  event.effects = {effect(Action::cut, "units", Constant{0.5})};
  EXPECT_THAT(units_of(event), ::testing::Each(5.0));
}

TEST(EventStage, AnEventThatNeverFiresChangesNothing) {
  EventBelief event = sure_event(calendar.days_of({2026, 1}).first);
  event.probability = 0.0;
  event.effects = {effect(Action::cut, "units", Constant{0.5})};
  EXPECT_THAT(units_of(event), ::testing::Each(10.0));
}

}  // namespace
}  // namespace wafercast
