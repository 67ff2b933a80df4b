#include <tests/engine/language/support.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace wafercast::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view figures =
    "quarter,published,a,b\n"
    "FY24Q2,2023-08-23,40,\nFY24Q3,2023-11-21,60,20\nFY24Q4,2024-02-21,80,20\nFY25Q1,2024-05-22,100,50\n"
    "FY25Q2,2024-08-28,120,\nFY25Q3,2024-11-20,160,80\nFY25Q4,2025-02-26,200,100\n";

/// Scenarios with a short history, FY24Q2 to FY25Q4, of which FY25Q4 is the last reported.
class Past : public ::testing::Test {
 protected:
  Past() { folder_.write("data/r.csv", figures); }

  Scenario read(std::string_view drivers, std::string_view child = "", std::string_view as_of = "2025-03-31") {
    const std::string data =
        "data: {folder: data, tables: {r: {file: r.csv, published: published}}}\n"
        "observe: {history: {table: r, quarter: quarter, metrics: {a: {column: a, unit: USD}, b: {column: b, unit: "
        "USD}}}}\n";
    const auto parent = folder_.write("s.yaml", std::string(heading) + data + "drivers:\n" + std::string(drivers));
    if (child.empty()) return read_scenario(parent, options_as_of(as_of));
    const std::string text = "wafercast: scenario/1\nname: Child\nextends: s.yaml\n" + std::string(child);
    return read_scenario(folder_.write("child.yaml", text), options_as_of(as_of));
  }
  std::string refusal(std::string_view drivers, std::string_view child = "") {
    try {
      read(drivers, child);
    } catch (const InputError& error) {
      return error.what();
    }
    return {};
  }
  Folder folder_;
};

/// "FY25Q1 constant 3": each quarter with the first knot believed of it, or its index.
std::vector<std::string> past_of(const Scenario& s, std::string_view name = "x") {
  std::vector<std::string> lines;
  for (const PastQuarter& p : driver(s, name).past) {
    lines.push_back(to_string(p.quarter) + " " +
                    (p.believed ? describe(p.believed->knots.at(0).value.belief) : fmt::format("{:.4g}", p.index)));
  }
  return lines;
}

/// From the third quarter before the last one on; those before are as the first of them.
std::vector<std::string> newest_three(const Scenario& s) {
  auto lines = past_of(s);
  if (lines.size() > 3) lines.erase(lines.begin(), lines.end() - 3);
  return lines;
}

constexpr std::string_view dated =
    "  x:\n    unit: fraction\n    value: 1\n    past: as believed\n    dated:\n"
    "      - {since: 2024-08-28, value: 2}\n      - {since: 2024-10-01, value: 3}\n"
    "      - {since: 2025-02-26, value: 4}\n      - {since: 2025-05-01, value: 5}\n";

TEST_F(Past, EachQuarterHasWhatWasBelievedOnTheDayOnWhichItWasReported) {
  const Scenario s = read(dated);
  EXPECT_EQ(describe(driver(s, "x").knots.at(0).value.belief), "constant 4");
  EXPECT_THAT(newest_three(s), ElementsAre("FY25Q1 constant 1", "FY25Q2 constant 2", "FY25Q3 constant 3"));
  EXPECT_EQ(driver(s, "x").past.size(), 8u) << "as far back as one learns";
  EXPECT_THAT(newest_three(read(dated, "", "2025-02-01")),
              ElementsAre("FY24Q4 constant 1", "FY25Q1 constant 1", "FY25Q2 constant 2"))
      << "nothing of what was believed later";
}

TEST_F(Past, APathWasSeenFromTheQuarterOfThen) {
  const Scenario s = read(
      "  x:\n    unit: fraction\n    past: as believed\n    dated:\n"
      "      - {since: 2024-08-28, path: {+0: 2, +4: 8}}\n      - {since: 2025-02-26, path: {+0: 4}}\n");
  const auto& past = driver(s, "x").past;
  EXPECT_EQ(past.back().quarter, FiscalQuarter(2025, 3));
  EXPECT_EQ(past.back().believed->knots.at(0).day, s.calendar.days_of({2025, 3}).middle());
  EXPECT_EQ(past.back().believed->knots.at(1).day, s.calendar.days_of({2026, 3}).middle());
  EXPECT_EQ(past.back().believed->knots.at(0).label, "+0 until 2025-02-26") << "a draw of its own";
}

TEST_F(Past, AChildMayAskForItAndMayBelieveSomethingElseToday) {
  const std::string plain =
      "  x:\n    unit: fraction\n    value: 1\n    dated:\n      - {since: 2024-11-20, value: 2}\n";
  EXPECT_THAT(past_of(read(plain)), IsEmpty());
  const auto asked = newest_three(read(plain, "drivers: {x: {past: as believed, value: 9}}\n"));
  EXPECT_THAT(asked, ElementsAre("FY24Q4 constant 1", "FY25Q1 constant 1", "FY25Q2 constant 1"));
}

TEST_F(Past, SharedSaysHowFarTodaysOptimismIsThatOfThen) {
  const std::string shared = std::string(dated) + "    shared: 0.5\n";
  EXPECT_DOUBLE_EQ(driver(read(shared), "x").shared, 0.5) << "a value has no other use for it, but here it is kept";
  EXPECT_DOUBLE_EQ(driver(read(dated), "x").shared, 1.0);
}

TEST_F(Past, TheResolvedScenarioHoldsIt) {
  const Scenario s = read(std::string(dated) + "    times: 2\n");
  EXPECT_THAT(newest_three(s), ElementsAre("FY25Q1 constant 2", "FY25Q2 constant 4", "FY25Q3 constant 6"));
  const Scenario again = read_scenario(folder_.write("resolved.yaml", resolved_at(s, folder_.path())), options());
  EXPECT_EQ(past_of(again), past_of(s));
  EXPECT_EQ(again.resolved, s.resolved);
}

/// A driver whose past is an index.
std::string indexed(std::string_view past) {
  return fmt::format("  x: {{unit: fraction, value: 35% to 50% (80%), past: {{{}}}}}\n", past);
}

TEST_F(Past, AnIndexIsMadeOfLinesOfTheHistoryRelativeToTheLastReport) {
  const auto of = [&](std::string_view past) { return newest_three(read(indexed(past))); };
  EXPECT_THAT(of("as_reported: a"), ElementsAre("FY25Q1 0.5", "FY25Q2 0.6", "FY25Q3 0.8"));
  EXPECT_THAT(of("as_reported: a - b"), ElementsAre("FY25Q1 0.5", "FY25Q2 0.8", "FY25Q3 0.8"))
      << "what is not known of FY25Q2 is as in FY25Q3";
  EXPECT_THAT(of("as_reported: b / a"), ElementsAre("FY25Q1 1", "FY25Q2 1", "FY25Q3 1"));
  EXPECT_THAT(of("as_reported: [b, a * 0.5]"), ElementsAre("FY25Q1 0.5", "FY25Q2 0.6", "FY25Q3 0.8"));
  EXPECT_THAT(of("as_reported: Δa"), ElementsAre("FY25Q1 0.5", "FY25Q2 0.5", "FY25Q3 1"));
  EXPECT_THAT(past_of(read(indexed("as_reported: a"))).front(), "FY23Q4 0.2") << "before it is known it stands still";
}

TEST_F(Past, AnIndexHoldsNothingOfLaterReports) {
  EXPECT_THAT(newest_three(read(indexed("as_reported: a"), "", "2024-12-31")),
              ElementsAre("FY24Q4 0.5", "FY25Q1 0.625", "FY25Q2 0.75"));
}

TEST_F(Past, WithoutAFigureOfTheLastReportThereIsNoPastAndThatIsSaid) {
  const Scenario s = read(indexed("as_reported: b"), "", "2024-09-30");
  EXPECT_THAT(past_of(s), IsEmpty());
  EXPECT_THAT(s.notes, ElementsAre(HasSubstr("driver 'x' has no past: what it is measured by is not known of FY25Q2")));
}

TEST_F(Past, AnIndexMayBeOfRowsAndOverRowsOfThePairedQuarter) {
  folder_.write("data/t.csv",
                "published,who,period,spent\n2024-05-01,P,2024Q1,10\n2024-05-01,Q,2024Q1,30\n"
                "2024-11-01,P,2024Q3,20\n2024-11-01,Q,2024Q3,60\n2025-01-30,P,2024Q4,100\n2025-06-01,Q,2024Q4,100\n");
  const std::string tables = "data: {tables: {t: {file: t.csv, published: published}}}\n";
  const auto of = [&](std::string_view past) {
    return newest_three(read("  y: {unit: fraction, value: 1}\n", tables + "drivers:\n" + indexed(past)));
  };
  const std::string rows = "[{table: t, period: period, mid: spent, unit: USD/quarter, exact: true, sum: who}]";
  // Q stands at three times P in 2024Q4, where it is not known yet. FY25Q1 is paired with 2024Q1: 40 of 400.
  EXPECT_THAT(of("estimates: " + rows), ElementsAre("FY25Q1 0.1", "FY25Q2 0.2", "FY25Q3 0.2"));
  EXPECT_THAT(of("as_reported: a, over: " + rows), ElementsAre("FY25Q1 5", "FY25Q2 4", "FY25Q3 4"));
}

TEST_F(Past, AnIndexThatMakesNoSenseIsRefused) {
  EXPECT_THAT(refusal(indexed("as_reported: c")), HasSubstr("'c' is no line of the history"));
  EXPECT_THAT(refusal(indexed("as_reported: a +")), HasSubstr("ends too early"));
  EXPECT_THAT(refusal(indexed("as_reported: b - a")), HasSubstr("it is -100 in FY25Q4 (an index of the past"));
  EXPECT_THAT(refusal(indexed("over: []")), HasSubstr("one of 'as_reported' and 'estimates'"));
}

TEST_F(Past, PathsThatBeginInTheLastReportedQuarterAreNamed) {
  const std::string learns = "observe: {condition: {reported: {a: {error: 2%}}}}\n";
  const std::string drivers =
      "  x: {unit: fraction, path: {+0: 1, +4: 2}}\n  y: {unit: fraction, path: {+0: 1, +4: 2}, past: {as_reported: "
      "a}}\n"
      "  z: {unit: fraction, path: {FY25Q1: 1, +4: 2}}\n";
  EXPECT_THAT(read(drivers, learns).notes,
              ElementsAre("in the quarters from which one learns, nothing moved before FY25Q4 of: x"));
  EXPECT_THAT(read(drivers).notes, IsEmpty()) << "nothing is learnt";
}

TEST_F(Past, WhatSaysNothingIsRefused) {
  EXPECT_THAT(refusal("  x: {unit: fraction, value: 1, past: as believed}\n"),
              HasSubstr("nothing dated is believed of 'x'"));
  EXPECT_THAT(refusal("  x: {unit: fraction, value: 1, past: as it was}\n"), HasSubstr("write 'as believed'"));
  EXPECT_THAT(refusal("  x: {unit: fraction, value: 1, past: [{value: 2}]}\n"), HasSubstr("'until'"));
}

}  // namespace
}  // namespace wafercast::testing
