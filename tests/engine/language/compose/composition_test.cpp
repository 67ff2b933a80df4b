#include <tests/engine/language/support.hpp>

#include <fmt/format.h>
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

/// The course that the first supposition of a driver puts in its place, as text.
std::string supposed(const Scenario& s, std::string_view name) {
  return describe(driver(s, name).suppositions.at(0).instead.value().knots.at(0).value.belief);
}

TEST_F(Composition, AnOverrideSupposesAndLeavesTheBeliefAlone) {
  const Scenario s = read(two, "override: {a: {was: 0.5, now: 70%}}\n");
  EXPECT_EQ(first_belief(s, "a"), "constant 0.5");
  EXPECT_EQ(supposed(s, "a"), "constant 0.7");
  EXPECT_EQ(supposed(read(two, "override: {a: {now: {uniform: [10%, 20%]}}}\n"), "a"), "uniform 0.1 0.2");
  EXPECT_EQ(supposed(read(two, "override: {b: {was: {pert: [1, 2, 4]}, now: 2}}\n"), "b"), "constant 2");
  EXPECT_EQ(driver(read(two, "override: {a: {path: {2025Q4: 1, 2026Q4: 0.5}}}\n"), "a")
                .suppositions.at(0)
                .instead->knots.size(),
            2u);
}

TEST_F(Composition, OverridesAreChecked) {
  EXPECT_THAT(refusal(two, "override: {a: {was: 0.4, now: 70%}}\n"),
              HasSubstr("stale override (the parent says '0.5')"));
  constexpr auto ways = "one of 'now', 'path', 'scale', 'shift', 'delay' and 'happens'";
  EXPECT_THAT(refusal(two, "override: {a: {was: 0.4}}\n"), HasSubstr(ways));
  EXPECT_THAT(refusal(two, "override: {a: {now: 1, scale: 2}}\n"), HasSubstr(ways));
  EXPECT_THAT(refusal(two, "override: {a: {naw: 1}}\n"), HasSubstr("did you mean 'now'?"));
  EXPECT_THAT(refusal(two, "override: {horizon: {now: 2 quarters}}\n"), HasSubstr("'horizon' is neither"));
}

TEST_F(Composition, OverridesReachAPartOfADriver) {
  const std::string parent = "drivers:\n  a.b: {unit: fraction, path: {2025Q4: 0.5}, noise: {quarterly: 2%}}\n";
  const Scenario noise = read(parent, "override:\n  drivers.a.b.noise.quarterly: {was: 2%, now: 5%}\n");
  EXPECT_DOUBLE_EQ(driver(noise, "a.b").noise.quarterly, 0.02);
  EXPECT_DOUBLE_EQ(driver(noise, "a.b").suppositions.at(0).instead->noise.quarterly, 0.05);
  EXPECT_EQ(supposed(read(parent, "override:\n  a.b.path.2025Q4: {now: 1}\n"), "a.b"), "constant 1");
}

TEST_F(Composition, LaterChangesStandOnEarlierOnes) {
  const std::string parent =
      "drivers:\n  a: {unit: fraction, path: {2025Q4: 0.5, 2026Q4: 0.6}, noise: {quarterly: 2%}}\n";
  const Scenario s = read(parent, "override:\n  a.noise.quarterly: {now: 5%}\n  a.path.2025Q4: {now: 0.4}\n");
  ASSERT_EQ(driver(s, "a").suppositions.size(), 2u);
  const Course& last = *driver(s, "a").suppositions[1].instead;
  EXPECT_DOUBLE_EQ(last.noise.quarterly, 0.05) << "what the first change said is not lost";
  EXPECT_EQ(describe(last.knots[0].value.belief), "constant 0.4");
}

TEST_F(Composition, AFactorOnABeliefIsNoneOnWhatIsSupposed) {
  folder_.write("grand.yaml", std::string(heading) + std::string(two));
  folder_.write("parent.yaml", "wafercast: scenario/1\nextends: grand.yaml\nbelieve: {a: {scale: 0.5}}\n");
  const auto child =
      folder_.write("child.yaml", "wafercast: scenario/1\nextends: parent.yaml\noverride: {a: {now: 0.8}}\n");
  const Scenario s = read_scenario(child, options());
  EXPECT_EQ(first_belief(s, "a"), "constant 0.25");
  EXPECT_EQ(supposed(s, "a"), "constant 0.8");
}

TEST_F(Composition, FactorsAmountsAndDelays) {
  const std::string parent(two);
  const Scenario s = read(parent + "  c: {unit: year, value: 2026.5}\n",
                          "override:\n  a: {scale: 85%, from: 2026Q1, until: 2026Q3}\n  b: {shift: 5k}\n"
                          "  c: {delay: 2 quarters, from: +2}\n");
  const Supposition& scale = driver(s, "a").suppositions.at(0);
  EXPECT_EQ(scale.kind, Supposition::Kind::scale);
  EXPECT_DOUBLE_EQ(scale.amount, 0.85);
  EXPECT_EQ(to_string(scale.from) + " " + to_string(*scale.until), "2026-01-01 2026-07-01");
  const Supposition& shift = driver(s, "b").suppositions.at(0);
  EXPECT_EQ(shift.kind, Supposition::Kind::shift);
  EXPECT_DOUBLE_EQ(shift.amount, 5000.0);
  EXPECT_EQ(shift.from, s.calendar.days_of(s.first).first);
  EXPECT_EQ(first_belief(s, "a"), "constant 0.5") << "the belief itself stays";
  const Supposition& delay = driver(s, "c").suppositions.at(0);
  EXPECT_EQ(delay.kind, Supposition::Kind::shift) << "a time that is a number is shifted";
  EXPECT_NEAR(delay.amount, 0.5, 1e-3);
  EXPECT_EQ(delay.from, s.calendar.days_of(s.first + 1).first);
}

TEST_F(Composition, AbsurdFactorsAreRefusedWithTheSpellingMeant) {
  const auto refused = [&](const std::string& change) { return refusal(two, "override: {a: {" + change + "}}\n"); };
  EXPECT_THAT(refused("scale: -20%"), HasSubstr("write 'scale: 0.8'"));
  EXPECT_THAT(refused("scale: +20%"), HasSubstr("write 'scale: 1.2'"));
  EXPECT_THAT(refused("scale: 80"), HasSubstr("write 'scale: 0.8'"));
  EXPECT_THAT(refused("scale: 0"), HasSubstr("or the level itself with 'now'"));
  EXPECT_THAT(refused("delay: 2 quarters"), HasSubstr("is the same in every quarter"));
  EXPECT_THAT(refused("scale: 0.8, from: 2026Q1, until: 2025Q1"), HasSubstr("before it begins"));
}

TEST_F(Composition, PatternsNameSeveralDriversAndListsSeveralChanges) {
  const std::string parent = "drivers:\n  x.capex: {unit: USD, value: 1}\n  y.capex: {unit: USD, value: 2}\n";
  const Scenario s = read(parent, "override:\n  \"*.capex\": {scale: 0.67, from: 2025Q3}\n");
  EXPECT_EQ(driver(s, "x.capex").suppositions.size() + driver(s, "y.capex").suppositions.size(), 2u);
  const Scenario twice =
      read(parent, "override:\n  x.capex: [{scale: 0.8, from: 2025Q3}, {scale: 1.25, from: 2026Q1}]\n");
  EXPECT_EQ(driver(twice, "x.capex").suppositions.size(), 2u);
  EXPECT_THAT(refusal(parent, "override:\n  \"*.capex\": {scale: 0.67}\n  x.capex: {scale: 0.9}\n"),
              HasSubstr("'x.capex' is changed in line 5 already"));
  EXPECT_THAT(refusal(parent, "override:\n  \"*.capx\": {scale: 0.67}\n"), HasSubstr("fits '*.capx'"));
}

TEST_F(Composition, BelieveTakesTheParentsPlace) {
  const Scenario s = read(two, "believe:\n  a: 70%\n  b: {path: {2025Q4: 1, 2026Q4: 2}}\n");
  EXPECT_EQ(first_belief(s, "a"), "constant 0.7");
  EXPECT_TRUE(driver(s, "a").suppositions.empty());
  EXPECT_EQ(driver(s, "b").knots.size(), 2u);
  const Scenario scaled = read(two, "believe:\n  a: {scale: 0.5}\n  b: {scale: 200%}\n");
  EXPECT_EQ(first_belief(scaled, "a"), "constant 0.25");
  EXPECT_EQ(first_belief(scaled, "b"), "pert 2 4 8");
  EXPECT_THAT(refusal(two, "believe:\n  a: {shift: 0.5}\n"), HasSubstr("scaled or stated anew"));
}

TEST_F(Composition, ChangesAreToldInWordsWithTheirPlace) {
  const Scenario s = read(two, "override:\n  a: {scale: 0.8, from: 2026Q1}\nbelieve:\n  b: 3\n");
  ASSERT_EQ(s.changes.size(), 2u);
  EXPECT_EQ(s.changes[0].target + ": " + s.changes[0].before + " → " + s.changes[0].after, "b: {pert: [1, 2, 4]} → 3");
  EXPECT_EQ(s.changes[1].after + " " + s.changes[1].when + " " + s.changes[1].stated, "× 0.8 from 2026Q1 child.yaml:5");
}

constexpr std::string_view uncertain =
    "events:\n  e: {window: as_of..end, hazard: 1%/quarter, effects: [{on: a, cut: 10%}]}\n"
    "  past: {status: occurred, from: 2025-01-20, effects: [{on: a, cut: 10%}]}\n";

TEST_F(Composition, EventsAreSupposedToHappenOrNot) {
  const std::string parent = std::string(two) + std::string(uncertain);
  EXPECT_EQ(to_string(*event(read(parent, "override: {events.e: {happens: 2025-09-01}}\n"), "e").supposed->day),
            "2025-09-01");
  EXPECT_FALSE(event(read(parent, "override: {events.e: {happens: never}}\n"), "e").supposed->day.has_value());
  EXPECT_THAT(refusal(parent, "override: {events.e: {happens: 2024-09-01}}\n"),
              HasSubstr("before the first quarter forecast"));
  EXPECT_THAT(refusal(parent, "override: {events.past: {happens: never}}\n"), HasSubstr("'past' has occurred"));
  EXPECT_THAT(refusal(parent, "override: {events.e: {now: {window: as_of..end, hazard: 9%/quarter}}}\n"),
              HasSubstr("would lose its effects"));
  EXPECT_DOUBLE_EQ(event(read(parent, "override: {events.e.hazard: {now: 9%/quarter}}\n"), "e").probability, 0.09);
}

TEST_F(Composition, FromWithAProbabilityMeansThatItStartsThen) {
  const Scenario s = read("events:\n  e: {from: 2025-05, probability: 100%}\n", "");
  EXPECT_EQ(to_string(event(s, "e").window.first) + " " + to_string(event(s, "e").window.last),
            "2025-05-01 2025-06-01");
  const Scenario open = read("events:\n  e: {from: 2025-05, hazard: 5%/quarter}\n", "");
  EXPECT_GT(event(open, "e").window.last, *parse_date("2025-12-31"));
}

TEST_F(Composition, ARemovedEventTakesItsQuestionsWithIt) {
  const std::string parent = std::string(two) + std::string(uncertain) +
                             "questions:\n  q: revenue[+1] given e\n  r: revenue[+1] given not e\n  s: revenue[+1]\n";
  const Scenario s = read(parent, "remove: [events.e]\n");
  EXPECT_EQ(s.questions.size(), 1u);
  EXPECT_THAT(s.notes, ElementsAre("left out with events.e: the questions q, r"));
}

TEST_F(Composition, AStatementIsRemovedByItsNameOrByWhatItIsOf) {
  const std::string parent =
      "observe:\n  statements:\n    - {of: 'sales[FY27]', value: 5bn USD, error: 5%, sources: [old]}\n"
      "    - {name: floor, of: 'sales[FY27]', value: 4bn USD, error: 5%, sources: [old]}\n"
      "    - {of: 'margin[FY27]', value: 5%, error: 1pt, sources: [old]}\n"
      "sources: {old: {title: Old news, published: 2024-01-01}}\n";
  const auto left = [&](std::string_view removed) {
    const Scenario s = read(parent, fmt::format("remove: [{}]\n", removed));
    return std::pair(s.resolved.find("5bn") != std::string::npos, s.resolved.find("4bn") != std::string::npos);
  };
  EXPECT_EQ(left("statements.floor"), std::pair(true, false));
  EXPECT_EQ(left("'statements.sales[FY27]'"), std::pair(false, true));
  const Scenario s = read(parent, "remove: [statements.floor]\n");
  EXPECT_EQ(s.changes.at(0).target, "statements.floor");
  EXPECT_THAT(refusal(parent, "remove: [statements.flor]\n"),
              HasSubstr("the parent has no statement 'flor'; did you mean 'floor'?"));
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
  folder_.write("parent.yaml", "wafercast: scenario/1\nextends: grand.yaml\noverride: {a: {scale: 0.5}}\n");
  const auto child = folder_.write(
      "sub/child.yaml", "wafercast: scenario/1\nextends: ../parent.yaml\noverride: {a: {scale: 0.9}, b: {now: 7}}\n");
  const Scenario s = read_scenario(child, options());
  EXPECT_EQ(driver(s, "a").suppositions.size(), 2u);
  EXPECT_EQ(supposed(s, "b"), "constant 7");
  EXPECT_EQ(s.inputs.size(), 3u);
}

TEST_F(Composition, WhatIfsAreStackedInOrder) {
  folder_.write("slip.yaml", "wafercast: scenario/1\nextends: parent.yaml\noverride: {a: {scale: 0.5}}\n");
  folder_.write("cut.yaml", "wafercast: scenario/1\nextends: parent.yaml\noverride: {b: {now: 7}}\n");
  const Scenario s = read(two, "with: [slip.yaml, cut.yaml]\noverride: {a: {shift: 1%}}\n");
  EXPECT_EQ(driver(s, "a").suppositions.size(), 2u);
  EXPECT_EQ(supposed(s, "b"), "constant 7");
  EXPECT_EQ(s.inputs.size(), 4u) << "the base is read once";
}

TEST_F(Composition, TwoStackedWhatIfsDoNotSetTheSameThing) {
  folder_.write("slip.yaml", "wafercast: scenario/1\nextends: parent.yaml\noverride: {a: {scale: 0.5}}\n");
  folder_.write("cut.yaml", "wafercast: scenario/1\nextends: parent.yaml\noverride: {\"*\": {scale: 0.9}}\n");
  EXPECT_THAT(refusal(two, "with: [slip.yaml, cut.yaml]\n"),
              HasSubstr("'a' is set by another stacked file too (slip.yaml:3)"));
  folder_.write("alone.yaml", std::string(heading) + std::string(two));
  EXPECT_THAT(refusal(two, "with: [alone.yaml]\n"), HasSubstr("built on a base of its own"));
}

// The as-of date must be known before beliefs are chosen by it.
TEST_F(Composition, HowAScenarioIsReadIsStatedAnew) {
  EXPECT_EQ(to_string(read(two, "as_of: 2025-02-01\n", "2025-03-31").as_of), "2025-03-31");
  const std::string told = "'as_of' says how the scenario is read, not what it holds; state it anew under 'as_of'";
  EXPECT_THAT(refusal(two, "believe: {as_of: 2025-02-01}\n"), HasSubstr("child.yaml:4:11: " + told));
  EXPECT_THAT(refusal(two, "remove: [as_of]\n"), HasSubstr("child.yaml:4:10: " + told));
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
  EXPECT_EQ(supposed(read(dated, "override: {a: {was: 60%, now: 55%}}\n"), "a"), "constant 0.55");
  EXPECT_EQ(first_belief(read(dated, "drivers: {a: {dated: [{since: 2025-01-01, value: 65%}]}}\n"), "a"),
            "constant 0.65");
  EXPECT_EQ(first_belief(read(dated, "drivers: {a: {dated: [{since: 2026-01-01, value: 65%}]}}\n"), "a"),
            "constant 0.6");
}

TEST_F(Composition, ADatedPathTakesTheParentsPlaceAsAWhole) {
  const std::string parent = "drivers:\n  a: {unit: USD, path: {2025Q4: 1, 2026Q4: 2, 2027Q4: 3}}\n";
  const auto labels = [&](std::string_view child) {
    std::vector<std::string> labels;
    const Scenario s = read(parent, child);
    for (const Knot& k : driver(s, "a").knots) labels.push_back(k.label);
    return labels;
  };
  EXPECT_THAT(labels("drivers: {a: {dated: [{since: 2024-01-01, path: {2025-02: 1, 2026Q3: 2}}]}}\n"),
              ElementsAre("2025-02", "2026Q3"));
  EXPECT_THAT(labels("drivers: {a: {path: {2028Q4: 7}, dated: [{since: 2024-01-01, path: {2025-02: 1}}]}}\n"),
              ElementsAre("2025-02"));
  // One that is not held yet, or that says nothing of the path, leaves the path alone.
  EXPECT_THAT(labels("drivers: {a: {dated: [{since: 2025-04-01, path: {2025-02: 1}}]}}\n"),
              ElementsAre("2025Q4", "2026Q4", "2027Q4"));
  EXPECT_THAT(labels("drivers: {a: {dated: [{since: 2024-01-01, shared: 0.5}]}}\n"),
              ElementsAre("2025Q4", "2026Q4", "2027Q4"));
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
