#include <tests/engine/language/support.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wafercast::testing {
namespace {

using ::testing::HasSubstr;

EventBelief read_event(const std::string& keys) {
  return event(read_small("drivers:\n  a: {unit: USD, value: 5}\nevents:\n  e: {" + keys + "}\n"), "e");
}

std::string event_refusal(const std::string& keys) {
  return refusal_of("events:\n  e: {" + keys + "}\n");
}

std::string window(const EventBelief& e) {
  return to_string(e.window.first) + ".." + to_string(e.window.last);
}

TEST(Events, Windows) {
  EXPECT_EQ(window(read_event("window: as_of..end, hazard: 8%/quarter")), "2025-03-31..2026-01-26");
  EXPECT_EQ(window(read_event("window: 2025-04..2025-06, probability: 35%")), "2025-04-01..2025-07-01");
  EXPECT_EQ(window(read_event("from: 2025-06, probability: 35%")), "2025-06-01..2025-07-01") << "it starts then";
  EXPECT_EQ(window(read_event("from: 2025-06, hazard: 3%/quarter")), "2025-06-01..2026-01-26") << "or later";
  EXPECT_EQ(window(read_event("window: 2025-01..2025-06, probability: 35%")), "2025-03-31..2025-07-01")
      << "what has not happened can only happen after the as-of date";
  EXPECT_EQ(window(read_event("from: +2, probability: 35%")), "2025-04-28..2025-07-28") << "FY26Q2";
  EXPECT_EQ(window(read_event("from: -3, status: occurred")), "2024-01-29..2024-01-30") << "FY25Q1 began";
  EXPECT_EQ(window(read_event("from: 2030, probability: 35%")), "2030-01-01..2031-01-01") << "beyond the horizon";
}

TEST(Events, Chances) {
  EXPECT_EQ(read_event("window: as_of..end, hazard: 8%/quarter").chance, EventBelief::Chance::per_quarter);
  EXPECT_DOUBLE_EQ(read_event("window: as_of..end, probability: 35%").probability, 0.35);
}

TEST(Events, Status) {
  const EventBelief occurred = read_event("status: occurred, from: 2025-01-20");
  EXPECT_EQ(occurred.status, EventBelief::Status::occurred);
  EXPECT_EQ(window(occurred), "2025-01-20..2025-01-21");
  EXPECT_EQ(read_event("status: did not occur, window: 2024-01..2024-06").status, EventBelief::Status::did_not_occur);
  EXPECT_THAT(event_refusal("status: happened, from: 2025-01-20"),
              HasSubstr("is not uncertain, occurred or did not occur"));
  EXPECT_THAT(event_refusal("window: 2024-01..2024-06, hazard: 1%/quarter"),
              HasSubstr("the window ended on 2024-06-30"));
  EXPECT_THAT(event_refusal("status: occurred"), HasSubstr("add the day on which it occurred"));
}

TEST(Events, EffectsInTheirUnits) {
  const EventBelief e = read_event(
      "window: as_of..end, hazard: 1%/quarter, lasts: 4 to 10 quarters (80%), effects: [{on: a, cut: 70% to 95% (90%), "
      "ramp: 6 months}, "
      "{on: a, add: 1k}, {on: b, add: 3e9 to 6e9 USD (80%), once: true}, {on: c, set: 0.5}, {on: d, delay: 6 months}, "
      "{on: d, add: {uniform: [1, 2]}, unit: wafer}]");
  ASSERT_EQ(e.effects.size(), 6u);
  EXPECT_EQ(describe(e.lasts_quarters->belief), "interval 4 10 0.8");
  EXPECT_EQ(describe(e.effects[0].amount.belief), "interval 0.7 0.95 0.9");
  EXPECT_EQ(describe(e.effects[0].ramp_quarters->belief), "constant 2");
  EXPECT_EQ(e.effects[1].unit.text(), "USD") << "of the driver";
  EXPECT_EQ(describe(e.effects[1].amount.belief), "constant 1000");
  EXPECT_EQ(e.effects[2].unit.text(), "USD") << "of the text, when only the model knows the driver";
  EXPECT_EQ(describe(e.effects[2].amount.belief), "interval 3000000000 6000000000 0.8");
  EXPECT_TRUE(e.effects[2].once);
  EXPECT_TRUE(e.effects[3].unit.is_plain_number());
  EXPECT_EQ(e.effects[4].action, EffectBelief::Action::delay);
  EXPECT_EQ(describe(e.effects[4].amount.belief), "constant 2");
  EXPECT_EQ(e.effects[5].unit.text(), "wafer");
}

TEST(Events, MayRequireOrExcludeOthers) {
  const std::string events =
      "events:\n  ban: {window: as_of..end, probability: 30%}\n"
      "  relief: {window: as_of..end, probability: 30%, exclude: [ban]}\n"
      "  retaliation: {window: as_of..end, probability: 60%, require: ban}\n";
  const Scenario scenario = read_small(events);
  EXPECT_THAT(event(scenario, "relief").exclude, ::testing::ElementsAre("ban"));
  EXPECT_THAT(event(scenario, "retaliation").require, ::testing::ElementsAre("ban"));
  EXPECT_THAT(event_refusal("window: as_of..end, probability: 30%, require: [bann]"),
              HasSubstr("unknown event 'bann'"));
  EXPECT_THAT(event_refusal("window: as_of..end, probability: 30%, exclude: e"), HasSubstr("depends on itself"));
  EXPECT_THAT(refusal_of("events:\n  a: {window: as_of..end, probability: 30%, require: b}\n"
                         "  b: {window: as_of..end, probability: 30%, require: a}\n"),
              HasSubstr("event 'a' requires itself, in a circle"));
}

TEST(Events, EffectsOnAPatternAreOneDrawOnAllThatFit) {
  const std::string drivers =
      "drivers:\n  x.capex: {unit: USD, value: 5}\n  y.capex: {unit: USD, value: 6}\n  price: {unit: USD, value: 7}\n";
  const EventBelief e = event(
      read_small(drivers + "events:\n  e: {window: as_of..end, probability: 30%, effects: [{on: price, cut: 10%}, {on: "
                           "'*.capex', cut: 20% to 40% (90%)}]}\n"),
      "e");
  ASSERT_EQ(e.effects.size(), 3U);
  EXPECT_EQ(e.effects[1].driver, "x.capex");
  EXPECT_EQ(e.effects[2].driver, "y.capex");
  EXPECT_EQ(e.effects[2].pattern, "*.capex");
  EXPECT_EQ(e.effects[0].pattern, "");
  EXPECT_THAT(event_refusal("window: as_of..end, probability: 30%, effects: [{on: 'z.*', cut: 10%}]"),
              HasSubstr("no driver fits 'z.*'"));
}

TEST(Events, SourcesAreCheckedAndShown) {
  const std::string sources = "sources:\n  x: {title: X, published: 2025-01-02}\n";
  const Scenario s = read_small(sources + "events:\n  e: {window: as_of..end, hazard: 1%/quarter, sources: x}\n");
  EXPECT_THAT(event(s, "e").provenance, ::testing::ElementsAre("X (2025-01-02)"));
}

}  // namespace
}  // namespace wafercast::testing
