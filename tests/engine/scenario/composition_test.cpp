#include "support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wafercast::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A parent and a child next to each other.
class Composition : public ::testing::Test {
 protected:
  Scenario read(std::string_view parent, std::string_view child, std::string_view as_of = "2025-03-31") {
    folder_.write("parent.yaml", std::string(heading) + std::string(parent));
    const std::string text = "wafercast: scenario/1\nname: Child\nextends: parent.yaml\n" + std::string(child);
    return read_scenario(folder_.write("child.yaml", text), options_as_of(as_of));
  }
  std::string refusal(std::string_view parent, std::string_view child) {
    try {
      read(parent, child);
    } catch (const InputError& error) {
      return error.what();
    }
    return {};
  }
  Folder folder_;
};

std::string first_belief(const Scenario& s, std::string_view name) {
  return describe(driver(s, name).knots.at(0).value.belief);
}

constexpr std::string_view two =
    "drivers:\n  a: {unit: fraction, value: 0.5}\n  b: {unit: USD, value: {pert: [1, 2, 4]}}\n";

TEST_F(Composition, MapsMergeByKey) {
  const Scenario s = read(two, "drivers:\n  a: {value: 0.6}\n  c: {unit: USD, value: 1}\n");
  EXPECT_EQ(s.name, "Child");
  EXPECT_EQ(s.drivers.size(), 3u);
  EXPECT_EQ(first_belief(s, "a"), "constant 0.6");
  EXPECT_EQ(std::filesystem::path(driver(s, "a").knots[0].value.where.file).filename(), "child.yaml");
}

TEST_F(Composition, ListsAreReplaced) {
  const Scenario s = read(
      "drivers:\n  a: {unit: fraction, value: 0.5}\nevents:\n  e: {window: as_of..end, hazard: 1%/quarter, "
      "effects: [{on: a, cut: 10%}, {on: a, cut: 20%}]}\n",
      "events:\n  e: {effects: [{on: a, cut: 30%}]}\n");
  EXPECT_EQ(event(s, "e").effects.size(), 1u);
}

TEST_F(Composition, ABeliefIsReplacedWhole) {
  EXPECT_EQ(first_belief(read(two, "drivers: {b: {value: {uniform: [1, 2]}}}\n"), "b"), "uniform 1 2");
  EXPECT_EQ(first_belief(read(two, "drivers: {b: {value: {p5: 1, p50: 2, p95: 4}}}\n"), "b"),
            "quantiles 0.05:1 0.5:2 0.95:4");
}

TEST_F(Composition, AnotherWayToSayTheSameTakesItsPlace) {
  const Scenario s = read(two, "drivers: {a: {path: {2025Q4: 0.5, 2026Q4: 0.6}}}\n");
  EXPECT_EQ(driver(s, "a").knots.size(), 2u);
  const Scenario e = read("events:\n  e: {from: 2025-04, hazard: 1%/quarter}\n",
                          "events: {e: {window: as_of..end, probability: 35%}}\n");
  EXPECT_EQ(event(e, "e").chance, EventBelief::Chance::over_window);
}

TEST_F(Composition, PathsMergeByKnot) {
  const Scenario s = read("drivers:\n  a: {unit: USD, path: {2025Q4: 1, 2026Q4: 2}}\n",
                          "drivers: {a: {path: {2026Q4: 3, 2027Q4: 4}}}\n");
  std::vector<std::string> knots;
  for (const Knot& k : driver(s, "a").knots) knots.push_back(k.label + " " + describe(k.value.belief));
  EXPECT_THAT(knots, ElementsAre("2025Q4 constant 1", "2026Q4 constant 3", "2027Q4 constant 4"));
}

TEST_F(Composition, OverridesAreChecked) {
  EXPECT_EQ(first_belief(read(two, "override: {a: {was: 0.5, now: 70%}}\n"), "a"), "constant 0.7");
  EXPECT_EQ(first_belief(read(two, "override: {a: {now: {uniform: [10%, 20%]}}}\n"), "a"), "uniform 0.1 0.2");
  EXPECT_EQ(first_belief(read(two, "override: {b: {was: {pert: [1, 2, 4]}, now: 2}}\n"), "b"), "constant 2");
  EXPECT_THAT(refusal(two, "override: {a: {was: 0.4, now: 70%}}\n"),
              HasSubstr("stale override (the parent says '0.5')"));
  EXPECT_THAT(refusal(two, "override: {a: {was: 0.4}}\n"), HasSubstr("one of 'now', 'scale' and 'shift'"));
  EXPECT_THAT(refusal(two, "override: {a: {now: 1, scale: 2}}\n"), HasSubstr("one of 'now', 'scale' and 'shift'"));
  EXPECT_THAT(refusal(two, "override: {a: {naw: 1}}\n"), HasSubstr("did you mean 'now'?"));
}

TEST_F(Composition, OverridesReachAnyValueByItsPath) {
  const Scenario s = read("drivers:\n  a.b: {unit: fraction, path: {2025Q4: 0.5}, noise: {quarterly: 2%}}\n",
                          "override:\n  drivers.a.b.noise.quarterly: {was: 2%, now: 5%}\n"
                          "  drivers.a.b.path.2025Q4: {now: 1}\n");
  EXPECT_DOUBLE_EQ(driver(s, "a.b").noise.quarterly, 0.05);
  EXPECT_EQ(first_belief(s, "a.b"), "constant 1");
}

TEST_F(Composition, ScaleAndShiftBecomeAdjustments) {
  const Scenario s = read(two, "override:\n  a: {scale: 85%, from: 2026Q1}\n  b: {shift: 5k}\n");
  const Adjustment& scale = driver(s, "a").adjustments.at(0);
  EXPECT_EQ(scale.kind, Adjustment::Kind::scale);
  EXPECT_DOUBLE_EQ(scale.amount, 0.85);
  EXPECT_EQ(to_string(scale.from), "2026-01-01");
  const Adjustment& shift = driver(s, "b").adjustments.at(0);
  EXPECT_EQ(shift.kind, Adjustment::Kind::shift);
  EXPECT_DOUBLE_EQ(shift.amount, 5000.0);
  EXPECT_EQ(shift.from, s.calendar.days_of(s.first).first);
  EXPECT_EQ(first_belief(s, "a"), "constant 0.5") << "the belief itself stays";
}

TEST_F(Composition, Remove) {
  const std::string events =
      "events:\n  e: {window: as_of..end, hazard: 1%/quarter}\n  f: {window: as_of..end, hazard: 1%/quarter}\n";
  const Scenario s = read(std::string(two) + events, "remove: [events.e, b]\n");
  EXPECT_EQ(s.events.size(), 1u);
  EXPECT_EQ(s.drivers.size(), 1u);
  EXPECT_THAT(refusal(two, "remove: [events.e]\n"), HasSubstr("the parent has no 'events.e'"));
}

TEST_F(Composition, GrandparentsComeFirst) {
  folder_.write("grand.yaml", std::string(heading) + std::string(two));
  folder_.write("parent.yaml", "wafercast: scenario/1\nextends: grand.yaml\noverride: {a: {scale: 2}}\n");
  const auto child = folder_.write(
      "sub/child.yaml", "wafercast: scenario/1\nextends: ../parent.yaml\noverride: {a: {scale: 3}, b: {now: 7}}\n");
  const Scenario s = read_scenario(child, options());
  EXPECT_EQ(driver(s, "a").adjustments.size(), 2u);
  EXPECT_EQ(first_belief(s, "b"), "constant 7");
  EXPECT_EQ(s.inputs.size(), 3u);
}

TEST_F(Composition, CirclesAreNamed) {
  folder_.write("a.yaml", "wafercast: scenario/1\nextends: b.yaml\n");
  folder_.write("b.yaml", "wafercast: scenario/1\nextends: ./a.yaml\n");
  try {
    read_scenario(folder_.path() / "a.yaml", options());
    FAIL() << "read";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("b.yaml:2:10: 'extends' goes round in a circle (a.yaml → b.yaml → a.yaml)"));
  }
}

constexpr std::string_view dated = R"(sources:
  old: {title: Old news, published: 2024-03-18}
  new: {title: New news, published: 2025-05-28}
drivers:
  a:
    unit: fraction
    value: 50%
    dated:
      - {since: 2024-11-17, value: 60%}
      - {since: 2024-03-18, value: 80%, sources: [old]}
      - {since: 2025-05-28, path: {2025Q4: 90%}, sources: [new]}
)";

TEST_F(Composition, TheNewestDatedBeliefIsTaken) {
  EXPECT_EQ(first_belief(read(dated, "", "2024-03-17"), "a"), "constant 0.5");
  EXPECT_EQ(first_belief(read(dated, "", "2024-03-18"), "a"), "constant 0.8");
  EXPECT_EQ(first_belief(read(dated, "", "2025-05-27"), "a"), "constant 0.6");
  EXPECT_EQ(first_belief(read(dated, "", "2025-05-28"), "a"), "constant 0.9");
}

TEST_F(Composition, SourcesOfBeliefsNotHeldYetDoNotCount) {
  EXPECT_THAT(driver(read(dated, "", "2024-05-01"), "a").provenance, ElementsAre("Old news (2024-03-18)"));
}

TEST_F(Composition, AChildsBeliefWinsOverItsParentsDatedOne) {
  EXPECT_EQ(first_belief(read(dated, "drivers: {a: {value: 55%}}\n"), "a"), "constant 0.55");
  EXPECT_EQ(first_belief(read(dated, "override: {a: {was: 60%, now: 55%}}\n"), "a"), "constant 0.55");
  EXPECT_EQ(first_belief(read(dated, "drivers: {a: {dated: [{since: 2025-01-01, value: 65%}]}}\n"), "a"),
            "constant 0.65");
  EXPECT_EQ(first_belief(read(dated, "drivers: {a: {dated: [{since: 2026-01-01, value: 65%}]}}\n"), "a"),
            "constant 0.6");
}

TEST_F(Composition, EventsAndPartsOfBeliefsMayBeDated) {
  const std::string parent =
      "events:\n  e:\n    window: as_of..end\n    dated:\n      - {since: 2023-10-17, hazard: 5%/quarter}\n"
      "      - {since: 2025-04-15, status: occurred, from: 2025-04-09}\n";
  EXPECT_DOUBLE_EQ(event(read(parent, "", "2024-01-01"), "e").probability, 0.05);
  EXPECT_EQ(event(read(parent, "", "2025-06-01"), "e").status, EventBelief::Status::occurred);
}

}  // namespace
}  // namespace wafercast::testing
