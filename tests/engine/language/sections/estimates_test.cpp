#include <tests/engine/language/support.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace wafercast::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr double z90 = 1.2815515655446004;  // the 90 % point of a standard normal

class Estimates : public ::testing::Test {
 protected:
  Scenario read(const std::string& csv, const std::string& driver, const std::string& as_of = "2025-03-31") {
    folder_.write("data/t.csv", "published,source,metric,period,low,mid,high\n" + csv);
    const std::string data = "data: {folder: data, tables: {t: {file: t.csv, published: published}}}\n";
    const std::string body = "drivers:\n  a:\n    unit: wafer/month\n" + driver;
    return read_scenario(folder_.write("s.yaml", std::string(heading) + data + body), options_as_of(as_of));
  }
  std::string refusal(const std::string& csv, const std::string& driver) {
    try {
      read(csv, driver);
    } catch (const InputError& error) {
      return error.what();
    }
    return {};
  }
  Folder folder_;
};

const std::string plain = "    estimates:\n      - {table: t, period: period, low: low, mid: mid, high: high}\n";
const std::string at_end =
    "    estimates:\n      - {table: t, period: period, at: end, low: low, mid: mid, high: high, source: source}\n";

Lognormal lognormal(const Knot& knot) {
  return std::get<Lognormal>(knot.value.belief);
}

double median_of(const Knot& knot) {
  const auto* certain = std::get_if<Constant>(&knot.value.belief);
  return certain != nullptr ? certain->value : lognormal(knot).median;
}

double years(const Knot& knot, std::string_view from) {
  return static_cast<double>((knot.day - parse_date(from).value()).count()) / 365.25;
}

TEST_F(Estimates, MedianAndSpreadOfOnePeriod) {
  const Scenario s = read("2025-01-01,A,m,2025,65,70,75\n2025-01-02,B,m,2025,,80,\n2025-01-03,C,m,2025,90,,\n", plain);
  const Knot& knot = driver(s, "a").knots.at(0);
  EXPECT_EQ(to_string(knot.day), "2025-07-02");
  EXPECT_DOUBLE_EQ(lognormal(knot).median, 80.0);
  EXPECT_NEAR(lognormal(knot).log_sd, std::log(90.0 / 65.0) / 2 / 1.64, 1e-12);
  EXPECT_EQ(knot.value.where.line, 4) << "the newest row";
}

const std::string facts_and_totals =
    "    estimates:\n"
    "      - {table: t, where: {metric: fact}, period: period, mid: mid, exact: true}\n"
    "      - {table: t, where: {metric: total}, period: period, low: low, mid: mid, high: high, total: true}\n";

TEST_F(Estimates, OfATotalTheKnownQuartersAreTakenOffAndTheRestIsSpread) {
  const Scenario s = read(
      "2025-01-01,A,total,2025,,70,\n2025-02-01,A,total,2025,76,80,84\n"  // the newest counts
      "2025-03-01,A,fact,2025Q1,,60,\n2025-03-02,A,fact,2025Q2,,70,\n",
      facts_and_totals);
  ASSERT_EQ(driver(s, "a").knots.size(), 3u);
  const Knot& rest = driver(s, "a").knots.back();
  EXPECT_DOUBLE_EQ(lognormal(rest).median, (4.0 * 80.0 - 60.0 - 70.0) / 2.0);
  EXPECT_NEAR(lognormal(rest).log_sd, std::log((4 * 84.0 - 130) / (4 * 76.0 - 130)) / 2 / 1.64, 1e-12);
  EXPECT_EQ(to_string(rest.day).substr(0, 7), "2025-10") << "the middle of the half year left";
}

TEST_F(Estimates, ATotalWhoseQuartersAreAllKnownSaysNothing) {
  const Scenario s = read(
      "2025-01-01,A,total,2024,,70,\n2025-01-02,A,fact,2024Q1,,60,\n2025-01-02,A,fact,2024Q2,,60,\n"
      "2025-01-02,A,fact,2024Q3,,60,\n2025-01-02,A,fact,2024Q4,,60,\n",
      facts_and_totals);
  EXPECT_EQ(driver(s, "a").knots.size(), 4u);
}

TEST_F(Estimates, AnOvertakenTotalIsNoCollapse) {
  const Scenario s = read(
      "2025-01-01,A,total,2025,,30,\n2025-03-01,A,fact,2025Q1,,60,\n2025-03-02,A,fact,2025Q2,,60,\n", facts_and_totals);
  EXPECT_DOUBLE_EQ(std::get<Constant>(driver(s, "a").knots.back().value.belief).value, 30.0)
      << "half of what was known";
}

TEST_F(Estimates, FiguresThatCountMoreAreScaled) {
  const Scenario s =
      read("2025-01-01,A,m,2025,,80,\n", "    estimates:\n      - {table: t, period: period, mid: mid, times: 0.8}\n");
  EXPECT_DOUBLE_EQ(std::get<Constant>(driver(s, "a").knots.at(0).value.belief).value, 64.0);
}

TEST_F(Estimates, OfAShareStayWithinOne) {
  folder_.write("data/t.csv", "published,period,mid\n2025-01-01,2025,90\n");
  const Scenario s = read_scenario(
      folder_.write(
          "s.yaml",
          fmt::format("{}{}", heading,
                      "data: {folder: data, tables: {t: {file: t.csv, published: published}}}\ndrivers:\n  a:\n"
                      "    unit: fraction\n    estimates: [{table: t, period: period, mid: mid, unit: \"%\"}]\n"
                      "    error: {at_once: 20%}\n")),
      options_as_of("2025-03-31"));
  const Interval told = std::get<Interval>(driver(s, "a").knots.at(0).value.belief);
  EXPECT_NEAR(told.low, 0.9 * std::exp(-1.6449 * 0.2), 1e-4);
  EXPECT_DOUBLE_EQ(told.high, 0.95);
}

TEST_F(Estimates, AnEvenNumberAndAMissingMiddle) {
  const Scenario s = read("2025-01-01,A,m,2025,60,,80\n2025-01-02,B,m,2025,,80,\n", plain);
  EXPECT_DOUBLE_EQ(lognormal(driver(s, "a").knots.at(0)).median, 75.0);
}

TEST_F(Estimates, ErrorsAddInSquares) {
  const Scenario s = read("2025-01-01,A,m,2026,90,100,110\n2025-01-01,A,m,2024,50,50,50\n",
                          at_end + "    error: {at_once: 5%, per_year: 30%}\n");
  const auto& knots = driver(s, "a").knots;
  ASSERT_EQ(knots.size(), 2u);
  EXPECT_EQ(to_string(knots[1].day), "2026-12-31");
  const double spread = std::log(110.0 / 90.0) / 2 / 1.64;
  EXPECT_NEAR(lognormal(knots[1]).log_sd,
              std::sqrt(spread * spread + 0.05 * 0.05 + 0.09 * years(knots[1], "2025-03-31")), 1e-12);
  EXPECT_NEAR(lognormal(knots[0]).log_sd, 0.05, 1e-12) << "the past has no distance";
}

TEST_F(Estimates, OneFigureWithoutErrorIsCertain) {
  EXPECT_EQ(describe(driver(read("2025-01-01,A,m,2025,,70,\n", plain), "a").knots.at(0).value.belief), "constant 70");
}

TEST_F(Estimates, OldOnesAreSuperseded) {
  const std::string csv =
      "2024-01-01,A,m,2025,,44,\n2024-11-30,B,m,2025,,77,\n2025-02-15,C,m,2025,,70,\n2024-01-01,A,m,2024,,32,\n";
  const std::string recent = "    estimates:\n      - {table: t, period: period, mid: mid, recent: 120 days}\n";
  const Scenario s = read(csv, recent);
  EXPECT_DOUBLE_EQ(lognormal(driver(s, "a").knots.at(1)).median, 73.5);
  EXPECT_EQ(describe(driver(s, "a").knots.at(0).value.belief), "constant 32") << "the newest for its own period";
}

/// Medians of the knots of what parts add up to.
std::vector<double> medians(const Scenario& s) {
  std::vector<double> medians;
  for (const Knot& knot : driver(s, "a").knots) medians.push_back(lognormal(knot).median);
  return medians;
}

TEST_F(Estimates, RowsForTheSameTimeAreAddedUp) {
  const std::string sum =
      "    estimates:\n      - {table: t, period: period, low: low, mid: mid, high: high, sum: metric, recent: 60 "
      "days}\n"
      "    error: {at_once: 1%}\n";
  const std::string csv =
      "2024-01-01,A,tsmc,2025,,10,\n2025-01-01,A,tsmc,2025,70,80,90\n2025-01-02,B,tsmc,2025,,90,\n"
      "2025-01-01,A,tsmc,2026,,100,\n2025-01-03,C,osat,2025,10,20,30\n2025-01-03,C,tsmc,2024,,40,\n";
  const Scenario s = read(csv, sum);
  // Of 2024 and 2026 osat is not known: a share of 20 beside the median 85 of 2025 stands in.
  EXPECT_THAT(medians(s), ElementsAre(::testing::DoubleEq(40.0 * (1.0 + 20.0 / 85.0)), 105.0,
                                      ::testing::DoubleEq(100.0 * (1.0 + 20.0 / 85.0))));
  EXPECT_NEAR(lognormal(driver(s, "a").knots[1]).log_sd, std::hypot(std::log(120.0 / 80.0) / 2 / 1.64, 0.01), 1e-12);
  EXPECT_EQ(driver(read(csv, plain), "a").knots.size(), 3u) << "else they are opinions of one thing";
}

TEST_F(Estimates, RowsMayBeMultipliedByOthersAndByFactorsOfTheirTimes) {
  const std::string csv =
      "2025-01-01,A,m,2024,,100,\n2025-01-01,A,m,2025,,100,\n2025-01-01,A,m,2026,,100,\n"
      "2025-01-01,A,share,2024,,50,\n2025-01-01,A,share,2026,,70,\n";
  const auto with = [&](std::string_view more) {
    return medians(
        read(csv, fmt::format("    estimates: [{{table: t, where: {{metric: m}}, period: period, mid: mid, {}}}]\n"
                              "    error: {{at_once: 1%}}\n",
                              more)));
  };
  EXPECT_THAT(with("times: {2024: 0.9, 2026: 0.8}"), ElementsAre(90.0, 90.0, 80.0)) << "2025 is nearer to 2024's days";
  const auto by = with("by: [{table: t, where: {metric: share}, period: period, mid: mid, unit: '%'}]");
  EXPECT_NEAR(by.at(0), 50.0, 1e-9);
  EXPECT_NEAR(by.at(1), 60.0, 0.1) << "between those before and after";
  EXPECT_NEAR(by.at(2), 70.0, 1e-9);
  EXPECT_THAT(refusal(csv,
                      "    estimates: [{table: t, where: {metric: m}, period: period, mid: mid, "
                      "by: [{table: t, where: {metric: share}, period: period, mid: mid, unit: USD}]}]\n"),
              HasSubstr("does not convert"));
}

TEST_F(Estimates, WhereSelectsRowsByTextAndWildcard) {
  const std::string csv =
      "2025-01-01,A,end,2025,,1,\n2025-01-01,A,quarter,2025Q1,,2,\n2025-01-01,A,share,soon,,x,\n2025-01-01,A,end,"
      "CY2026,,3,\n";
  const std::string list =
      "    estimates:\n      - {table: t, where: {metric: [end, quart*]}, period: period, mid: mid}\n";
  EXPECT_EQ(driver(read(csv, list), "a").knots.size(), 3u);
  const std::string calendar = "    estimates:\n      - {table: t, where: {period: CY*}, period: period, mid: mid}\n";
  EXPECT_EQ(driver(read(csv, calendar), "a").knots.size(), 1u);
  EXPECT_THAT(refusal(csv, plain), HasSubstr("t.csv:4:26: 'x' is not a number"));
}

TEST_F(Estimates, UnitsConvert) {
  const std::string list = "    estimates:\n      - {table: t, period: period, mid: mid, unit: kwafer/quarter}\n";
  EXPECT_EQ(describe(driver(read("2025-01-01,A,m,2025,,3,\n", list), "a").knots.at(0).value.belief), "constant 1000");
  const std::string wrong = "    estimates:\n      - {table: t, period: period, mid: mid, unit: USD}\n";
  EXPECT_THAT(refusal("2025-01-01,A,m,2025,,3,\n", wrong), HasSubstr("does not convert"));
}

TEST_F(Estimates, FactsWinOverEstimatesForTheSameDay) {
  const std::string lists =
      "    estimates:\n      - {table: t, where: {metric: guess}, period: period, mid: mid}\n"
      "      - {table: t, where: {metric: fact}, period: period, mid: mid, exact: true}\n    error: {at_once: 5%}\n";
  const Scenario s = read(
      "2025-01-01,A,guess,2025Q1,,3,\n2025-01-01,A,fact,2025Q1,,4,\n2025-01-02,A,fact,2025Q1,,5,\n"
      "2025-01-01,A,guess,2024Q4,,2,\n",
      lists);
  const auto& knots = driver(s, "a").knots;
  ASSERT_EQ(knots.size(), 2u);
  EXPECT_EQ(describe(knots[0].value.belief), "lognormal 2 0.05");
  EXPECT_EQ(describe(knots[1].value.belief), "constant 5") << "the newest fact";
}

TEST_F(Estimates, BeyondGrowsFromTheLastKnot) {
  const Scenario s = read("2025-01-01,A,m,2025,90,100,110\n", at_end + "    beyond: {growth: 10% to 40%/year (80%)}\n");
  const auto& knots = driver(s, "a").knots;
  ASSERT_EQ(knots.size(), 4u);
  const double own = lognormal(knots[0]).log_sd;
  const double rate = (std::log(1.1) + std::log(1.4)) / 2;
  const double rate_sd = (std::log(1.4) - std::log(1.1)) / 2 / z90;
  for (int k = 1; k <= 3; ++k) {
    const Knot& knot = knots[static_cast<std::size_t>(k)];
    EXPECT_EQ(to_string(knot.day), std::to_string(2025 + k) + "-12-31");
    EXPECT_NEAR(lognormal(knot).median, 100 * std::exp(k * rate), 1e-9);
    EXPECT_NEAR(lognormal(knot).log_sd, std::sqrt(own * own + k * k * rate_sd * rate_sd), 1e-12);
  }
}

TEST_F(Estimates, BeyondAtACertainRateKeepsTheLastSpread) {
  const Scenario s = read("2025-01-01,A,m,2024-02-29,,100,\n", at_end + "    beyond: {growth: 20%}\n");
  const auto& knots = driver(s, "a").knots;
  EXPECT_EQ(to_string(knots.at(1).day), "2025-02-28");
  EXPECT_NEAR(std::get<Constant>(knots.at(3).value.belief).value, 172.8, 1e-9);
  EXPECT_THAT(refusal("2025-01-01,A,m,2025,,100,\n", plain + "    beyond: {growth: {normal: [0.1, 0.1]}}\n"),
              HasSubstr("a number or an interval"));
}

TEST_F(Estimates, SourcesNewestFirst) {
  const Scenario s = read(
      "2025-01-01,A,m,2024,,1,\n2025-01-05,E,m,2025,,1,\n2025-01-02,B,m,2026,,1,\n2025-01-02,B,m,2027,,1,\n"
      "2025-01-03,C,m,2028,,1,\n2025-01-04,D,m,2029,,1,\n",
      at_end);
  EXPECT_THAT(driver(s, "a").provenance,
              ElementsAre("E (2025-01-05)", "D (2025-01-04)", "C (2025-01-03)", "B (2025-01-02)"));
}

TEST_F(Estimates, Refusals) {
  EXPECT_THAT(refusal("2025-01-01,A,m,2025,,0,\n", plain), HasSubstr("t.csv:2:22: an estimate that is not above zero"));
  EXPECT_THAT(refusal("2025-06-01,A,m,2025,,1,\n", plain),
              HasSubstr("no estimate had been published by the as-of date"));
  EXPECT_THAT(refusal("", "    estimates:\n      - {table: t, period: period}\n"),
              HasSubstr("add 'mid', 'low' or 'high'"));
  EXPECT_THAT(refusal("", "    estimates:\n      - {table: t, period: perod, mid: mdi}\n"),
              HasSubstr("did you mean 'mid'?"));
  EXPECT_THAT(refusal("", "    estimates:\n      - {table: t, period: perod, mid: mdi}\n"),
              HasSubstr("did you mean 'period'?"));
  EXPECT_THAT(refusal("", "    value: 1\n    beyond: {growth: 1%}\n"), HasSubstr("belong to 'estimates'"));
}

TEST_F(Estimates, AWhereThatNothingEverFitsIsASlip) {
  const std::string both =
      "    estimates:\n      - {table: t, period: period, mid: mid}\n"
      "      - {table: t, where: {metric: NAME}, period: period, mid: mid}\n";
  const auto naming = [&](const std::string& name) {
    std::string text = both;
    return text.replace(text.find("NAME"), 4, name);
  };
  const std::string rows = "2025-01-01,A,m,2025,,70,\n2025-09-01,A,later,2025,,70,\n";
  EXPECT_THAT(refusal(rows, naming("nn")), HasSubstr("t.csv' fits; correct 'where'"));
  EXPECT_EQ(refusal(rows, naming("m")), "");
  EXPECT_EQ(refusal(rows, naming("later")), "") << "not known yet is no slip";
}

/// Two times whose estimates turned out too low, by e^0.4 four quarters and by e^0.1 two quarters before their ends,
/// and one that is still to come.
std::string record_of_drift() {
  const auto row = [](std::string_view published, std::string_view period, double mid) {
    return fmt::format("{},A,m,{},,{},\n", published, period, mid);
  };
  return row("2022-12-31", "2023", 100.0 * std::exp(-0.4)) + row("2024-01-10", "2023", 100.0) +
         row("2024-07-02", "2024", 100.0 * std::exp(-0.1)) + row("2025-01-10", "2024", 100.0) +
         row("2025-03-31", "2025", 200.0) + row("2024-12-31", "2025", 150.0);
}

std::string drifting(std::string_view rule) {
  return fmt::format(
      "    estimates: [{{table: t, period: period, at: end, mid: mid, recent: 30 days}}]\n"
      "    error: {{drift: {}}}\n    beyond: {{growth: 0%}}\n",
      rule);
}

TEST_F(Estimates, DriftByAsMuchAQuarterAsTheyDidSoFar) {
  const Scenario s = read(record_of_drift(), drifting("own record"));
  const auto& knots = driver(s, "a").knots;
  ASSERT_EQ(knots.size(), 6u);
  EXPECT_EQ(median_of(knots[1]), 100.0) << "what is over drifts no more";
  // Slopes of 0.1 and 0.05 a quarter beside eight of zero; from 2025-03-31 to the year's end it is three quarters.
  const double drift = 0.15 / 10.0;
  EXPECT_NEAR(std::log(median_of(knots[2]) / 200.0), 3.0 * drift, 1e-3);
  const double error = std::sqrt(std::pow(0.1 - drift, 2) + std::pow(0.05 - drift, 2) + 8 * drift * drift) / 10.0;
  EXPECT_NEAR(lognormal(knots[2]).log_sd, 3.0 * error, 1e-3);
  EXPECT_NEAR(std::log(median_of(knots[3]) / 200.0), 7.0 * drift, 1e-3) << "and goes on beyond the last";
}

TEST_F(Estimates, AnotherRuleMayCountFewerOutcomesOrRevisions) {
  const auto drift = [&](std::string_view rule, const std::string& as_of = "2025-03-31") {
    const Scenario s = read(record_of_drift(), drifting(rule), as_of);
    for (const Knot& knot : driver(s, "a").knots) {
      if (knot.label == "2025") return std::log(median_of(knot) / 200.0) / 3.0;
    }
    return 0.0;
  };
  EXPECT_NEAR(drift("{last: 1, zeros: 0}"), 0.05, 1e-3) << "the newest outcome";
  EXPECT_NEAR(drift("{zeros: 0}"), 0.075, 1e-3);
  // 150 became 200 within a quarter: a third slope of log(4/3).
  EXPECT_NEAR(drift("{zeros: 0, revisions: true}"), (0.15 + std::log(200.0 / 150.0)) / 3.0, 5e-3);
  EXPECT_THAT(refusal(record_of_drift(), drifting("upwards")), HasSubstr("write 'own record'"));
}

TEST_F(Estimates, NothingDriftsBeforeAnOutcomeIsKnown) {
  const Scenario s = read(record_of_drift(), drifting("own record"), "2024-01-09");
  EXPECT_EQ(std::get<Constant>(driver(s, "a").knots.at(0).value.belief).value, 100.0 * std::exp(-0.4));
}

TEST_F(Estimates, OfATotalTheRestThatCameIsTheOutcome) {
  const std::string csv =
      "2023-12-31,A,total,2024,,100,\n2024-05-01,A,fact,2024Q1,,100,\n2024-08-01,A,fact,2024Q2,,120,\n"
      "2024-11-01,A,fact,2024Q3,,120,\n2025-02-01,A,fact,2024Q4,,140,\n2025-02-01,A,total,2025,,150,\n";
  const Scenario s = read(csv, facts_and_totals + "    error: {drift: {zeros: 0}}\n");
  const Knot& knot = driver(s, "a").knots.back();
  // 100 was said two quarters before the middle of 2024, and 120 came; 150 is said 1.65 quarters before that of 2025.
  EXPECT_NEAR(std::log(median_of(knot) / 150.0), std::log(1.2) / 2.0 * 1.65, 2e-3);
}

}  // namespace
}  // namespace wafercast::testing
