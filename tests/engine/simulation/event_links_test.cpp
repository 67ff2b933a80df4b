// Events that require or exclude others: 64,000 paths, seed 1, five standard errors (a false alarm in 1.7 million).

#include <tests/engine/simulation/textbook_scenario.hpp>

#include <models/textbook/product_of_lognormals.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>

namespace wafercast {
namespace {

constexpr int blocks = 1000;
constexpr double paths = blocks * static_cast<double>(block_lanes);

EventBelief event(const std::string& name, double probability, const std::string& first = "2025-02-27",
                  const std::string& last = "2026-01-26") {
  EventBelief event;
  event.name = name;
  event.window = {*parse_date(first), *parse_date(last)};
  event.probability = probability;
  return event;
}

/// When each event starts in each path.
std::map<std::string, std::vector<double>> starts_of(const std::vector<EventBelief>& events) {
  Scenario scenario = testing::textbook_scenario();
  scenario.drivers = {testing::driver("units", "unit/quarter", Constant{10.0}),
                      testing::driver("price", "USD/unit", Constant{1.0})};
  scenario.events = events;
  const textbook::ProductOfLognormals model;
  const Plan plan = compile(scenario, model);
  const PhiloxSampler sampler(1, plan.draws);
  LaneTable z(static_cast<int>(plan.draws.size()));
  EventTimes times(static_cast<int>(plan.events.size()));
  std::map<std::string, std::vector<double>> starts;
  for (int block = 0; block < blocks; ++block) {
    sampler.fill(static_cast<std::uint64_t>(block) * block_lanes, z);
    time_events(plan, z, times);
    for (std::size_t i = 0; i < plan.events.size(); ++i) {
      const Lanes& row = times.start[static_cast<int>(i)];
      starts[plan.event_names[i]].insert(starts[plan.event_names[i]].end(), row.begin(), row.end());
    }
  }
  return starts;
}

template <class Holds>
double share(std::size_t count, const Holds& holds) {
  double held = 0.0;
  for (std::size_t i = 0; i < count; ++i) held += holds(i) ? 1.0 : 0.0;
  return held / static_cast<double>(count);
}

void expect_share(double measured, double exact) {
  EXPECT_NEAR(measured, exact, 5.0 * std::sqrt(exact * (1.0 - exact) / paths));
}

TEST(EventLinks, WhatRequiresAnotherComesAfterItWithItsChanceGivenIt) {
  EventBelief retaliation = event("retaliation", 0.6);
  retaliation.require = {"ban"};
  auto starts = starts_of({retaliation, event("ban", 0.5)});  // its own order does not matter
  const auto& ban = starts["ban"];
  const auto& after = starts["retaliation"];
  expect_share(share(ban.size(), [&](std::size_t i) { return std::isfinite(ban[i]); }), 0.5);
  expect_share(share(ban.size(), [&](std::size_t i) { return std::isfinite(after[i]); }), 0.5 * 0.6);
  EXPECT_EQ(share(ban.size(), [&](std::size_t i) { return std::isfinite(after[i]) && !(after[i] >= ban[i]); }), 0.0);
}

TEST(EventLinks, AChainOfRequirementsWithAHazard) {
  EventBelief second = event("second", 0.2);
  second.chance = EventBelief::Chance::per_quarter;
  second.require = {"first"};
  EventBelief third = event("third", 0.5);
  third.require = {"second"};
  auto starts = starts_of({third, second, event("first", 1.0, "2025-02-27", "2025-02-28")});
  const double days = static_cast<double>((*parse_date("2026-01-26") - *parse_date("2025-02-27")).count());
  const double exact = 1.0 - std::pow(0.8, days / (365.25 / 4.0));
  const auto& two = starts["second"];
  const auto& three = starts["third"];
  EXPECT_NEAR(share(two.size(), [&](std::size_t i) { return std::isfinite(two[i]); }), exact, 0.012);
  EXPECT_EQ(share(two.size(), [&](std::size_t i) { return std::isfinite(three[i]) && !(three[i] >= two[i]); }), 0.0);
  expect_share(share(two.size(), [&](std::size_t i) { return std::isfinite(three[i]); }),
               0.5 * share(two.size(), [&](std::size_t i) { return std::isfinite(two[i]); }));
}

// Both would come with probability ½ on independent days of one window: each is first in half of the quarter in which
// both would come, so each happens in 3/8 and neither in 1/4.
TEST(EventLinks, OfEventsThatExcludeEachOtherTheFirstHappens) {
  EventBelief relief = event("relief", 0.5);
  relief.exclude = {"ban"};
  auto starts = starts_of({relief, event("ban", 0.5)});
  const auto& a = starts["relief"];
  const auto& b = starts["ban"];
  EXPECT_EQ(share(a.size(), [&](std::size_t i) { return std::isfinite(a[i]) && std::isfinite(b[i]); }), 0.0);
  expect_share(share(a.size(), [&](std::size_t i) { return std::isfinite(a[i]); }), 0.375);
  expect_share(share(a.size(), [&](std::size_t i) { return std::isfinite(b[i]); }), 0.375);
}

TEST(EventLinks, WhatIsExcludedIsNoGroundForOthers) {
  EventBelief early = event("early", 1.0, "2025-02-27", "2025-02-28");
  EventBelief late = event("late", 1.0, "2025-06-01", "2025-06-02");
  late.exclude = {"early"};
  EventBelief last = event("last", 1.0);
  last.require = {"late"};
  auto starts = starts_of({last, late, early});
  EXPECT_THAT(starts["late"], ::testing::Each(std::numeric_limits<double>::infinity()));
  EXPECT_THAT(starts["last"], ::testing::Each(std::numeric_limits<double>::infinity()));
}

TEST(EventLinks, WhatIsSupposedHappensWhateverItRequires) {
  EventBelief ban = event("ban", 0.5);
  ban.supposed = EventBelief::Supposed{};
  EventBelief retaliation = event("retaliation", 0.6);
  retaliation.require = {"ban"};
  EXPECT_THAT(starts_of({ban, retaliation})["retaliation"], ::testing::Each(std::numeric_limits<double>::infinity()));
  retaliation.supposed = EventBelief::Supposed{*parse_date("2025-06-01")};
  EXPECT_THAT(starts_of({ban, retaliation})["retaliation"],
              ::testing::Each(static_cast<double>(parse_date("2025-06-01")->time_since_epoch().count())));
}

TEST(EventLinks, WithoutLinksNothingMoves) {
  const auto alone = starts_of({event("ban", 0.5), event("relief", 0.3)});
  EventBelief third = event("third", 0.1);
  third.require = {"ban"};
  const auto linked = starts_of({event("ban", 0.5), event("relief", 0.3), third});
  EXPECT_EQ(alone.at("ban"), linked.at("ban"));
  EXPECT_EQ(alone.at("relief"), linked.at("relief"));
}

}  // namespace
}  // namespace wafercast
