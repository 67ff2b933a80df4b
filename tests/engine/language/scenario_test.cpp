#include <tests/engine/language/support.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wafercast::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Scenario base() {
  return read_scenario(test_folder() / "fixtures/base.yaml", options());
}

std::string only_belief(const std::string& value, const std::string& unit = "USD") {
  const Scenario s = read_small("drivers:\n  a:\n    unit: " + unit + "\n    value: " + value + "\n");
  return describe(driver(s, "a").knots.at(0).value.belief);
}

TEST(Scenario, HeaderAndHorizon) {
  const Scenario s = base();
  EXPECT_EQ(s.name, "Base case");
  EXPECT_EQ(s.model, "accelerator_vendor");
  EXPECT_EQ(to_string(s.as_of), "2025-03-31");
  EXPECT_EQ(to_string(s.last_reported), "FY25Q4");
  EXPECT_EQ(to_string(s.first), "FY26Q1");
  EXPECT_EQ(s.quarters, 8);
}

TEST(Scenario, OptionsWin) {
  ReadOptions with = options_as_of("2025-05-28");
  with.quarters = 7;
  const Scenario s = read_scenario(test_folder() / "fixtures/base.yaml", with);
  EXPECT_EQ(to_string(s.as_of), "2025-05-28");
  EXPECT_EQ(to_string(s.first), "FY26Q2");
  EXPECT_EQ(s.quarters, 7);
}

TEST(Scenario, LatestIsTheNewestPublication) {
  const Folder folder;
  folder.copy_fixtures();
  std::string text = read_file(folder.path() / "base.yaml");
  text.replace(text.find("2025-03-31"), 10, "latest");
  EXPECT_EQ(to_string(read_scenario(folder.write("base.yaml", text), options()).as_of), "2025-06-28");
}

TEST(Scenario, WithoutHistoryTheForecastStartsWithTheQuarterOfTheAsOfDate) {
  const Scenario s = read_small("drivers: {}\n");
  EXPECT_EQ(to_string(s.first), "FY26Q1");
  EXPECT_EQ(to_string(s.last_reported), "FY25Q4");
}

TEST(Scenario, HistoryIsInBaseUnits) {
  const Scenario s = base();
  const FiscalQuarter last(2025, 4);
  EXPECT_DOUBLE_EQ(s.history.reported_at("revenue", last).value(), 39'331e6);
  EXPECT_DOUBLE_EQ(s.history.reported_at("gross_margin", last).value(), 0.735);
  EXPECT_DOUBLE_EQ(s.history.guided_at("revenue", last + 1).value(), 43'000e6) << "keyed by the quarter it is for";
  EXPECT_FALSE(s.history.reported_at("revenue", last + 1).has_value()) << "published after the as-of date";
  EXPECT_FALSE(s.history.guided_at("capacity", last).has_value());
}

TEST(Scenario, AnEmptyCellIsNotKnown) {
  const Folder folder;
  folder.copy_fixtures();
  std::string csv = read_file(folder.path() / "data/reported.csv");
  csv.replace(csv.find("39331"), 5, "");
  folder.write("data/reported.csv", csv);
  const Scenario s = read_scenario(folder.path() / "base.yaml", options());
  EXPECT_FALSE(s.history.reported_at("revenue", s.last_reported).has_value());
  EXPECT_EQ(to_string(s.last_reported), "FY25Q4");
}

TEST(Scenario, StructureKeepsOrderAndPlaces) {
  const Scenario s = base();
  const auto& products = s.structure.lists.at("products");
  ASSERT_EQ(products.size(), 2u);
  EXPECT_EQ(products[0].name, "hopper");
  EXPECT_EQ(products[1].attributes.at("packages_per_device").text, "2");
  EXPECT_EQ(products[1].attributes.at("packages_per_device").where.line, 34);
  EXPECT_TRUE(s.structure.lists.at("customers")[1].attributes.empty());
}

TEST(Scenario, EveryKindOfBelief) {
  EXPECT_EQ(only_belief("35_000"), "constant 35000");
  EXPECT_EQ(only_belief("{normal: [10k, 500 USD]}"), "normal 10000 500");
  EXPECT_EQ(only_belief("{lognormal: [10k, 30%]}"), "lognormal 10000 0.3");
  EXPECT_EQ(only_belief("{uniform: [1, 2]}"), "uniform 1 2");
  EXPECT_EQ(only_belief("{triangular: [30000, 35000, 40000]}"), "triangular 30000 35000 40000");
  EXPECT_EQ(only_belief("{pert: [1, 2, 4]}"), "pert 1 2 4");
  EXPECT_EQ(only_belief("{beta: [2, 3]}", "fraction"), "beta 2 3 0 1");
  EXPECT_EQ(only_belief("{beta: [2, 3, 10%, 90%]}", "fraction"), "beta 2 3 0.1 0.9");
  EXPECT_EQ(only_belief("{student: [4, 1k, 50]}"), "student 4 1000 50");
  EXPECT_EQ(only_belief("{discrete: {0: 70%, 1k: 30%}}"), "discrete 0:0.7 1000:0.3");
  EXPECT_EQ(only_belief("{p95: 45%, p5: -10%, p50: 22%}", "fraction/year"), "quantiles 0.05:-0.1 0.5:0.22 0.95:0.45");
  EXPECT_EQ(only_belief("43bn ± 50% (90%)"), "interval 21500000000 64500000000 0.9");
}

TEST(Scenario, ABeliefKnowsItsTextAndPlace) {
  const Scenario s = base();
  const WrittenBelief& price = driver(s, "blackwell.price").knots.at(0).value;
  EXPECT_EQ(price.text, "{triangular: [30000, 35000, 40_000]}");
  EXPECT_EQ(price.where.line, 46);
  EXPECT_EQ(driver(s, "blackwell.price").where.column, 3);
}

TEST(Scenario, PathsAscendInTimeAndStandAtMiddleDays) {
  const DriverBelief capex = driver(base(), "alphabet.capex");
  ASSERT_EQ(capex.knots.size(), 2u);
  EXPECT_EQ(capex.knots[0].label + " " + to_string(capex.knots[0].day), "FY26Q1 2025-03-13");
  EXPECT_EQ(capex.knots[1].label + " " + to_string(capex.knots[1].day), "2025Q4 2025-11-16");
  EXPECT_EQ(capex.between, Between::step);
  EXPECT_DOUBLE_EQ(capex.shared, 0.5);
}

TEST(Scenario, KnotsMayBeCountedFromTheLastReportedQuarter) {
  const Scenario s = read_small("drivers: {a: {unit: USD, path: {-8: 3, +0: 1, +4: 2}}}\n");
  const auto& knots = driver(s, "a").knots;
  EXPECT_EQ(knots.at(0).day, s.calendar.days_of(s.last_reported - 8).middle());
  EXPECT_EQ(knots.at(1).day, s.calendar.days_of(s.last_reported).middle());
  EXPECT_EQ(knots.at(2).day, s.calendar.days_of(s.last_reported + 4).middle());
  for (const char* label : {"+-1", "-+1", "--1", "+2000000000", "+1x", "+", "-"}) {
    const std::string body = "drivers: {a: {unit: USD, path: {'" + std::string(label) + "': 1}}}\n";
    EXPECT_THAT(refusal_of(body), HasSubstr("is not a time")) << label;
  }
}

TEST(Scenario, TwoSpellingsOfADayAreOneKnotIfTheySayTheSame) {
  const auto read = [](std::string_view now) {
    return fmt::format("drivers: {{a: {{unit: USD, path: {{FY25Q4: 1k, +0: {}, +4: 2}}}}}}\n", now);
  };
  EXPECT_EQ(driver(read_small(read("1_000")), "a").knots.size(), 2u);
  EXPECT_THAT(refusal_of(read("1001")),
              HasSubstr("'FY25Q4' and '+0' stand at the same day 2024-12-12 and say different things (1k and 1001)"));
}

TEST(Scenario, NoiseAndProvenance) {
  const Scenario s = base();
  EXPECT_DOUBLE_EQ(driver(s, "blackwell.price").noise.quarterly, 0.02);
  EXPECT_DOUBLE_EQ(driver(s, "blackwell.price").noise.persistence, 0.5);
  EXPECT_THAT(driver(s, "blackwell.yield").provenance, ElementsAre("FY25 Q4 results (2025-02-26)"));
}

TEST(Scenario, CorrelationsExpandAndTheLaterEntryWins) {
  const Scenario s = base();
  std::vector<std::string> lines;
  for (const CorrelationBelief& c : s.correlations)
    lines.push_back(c.first + " " + c.second + " " + std::to_string(c.rank));
  EXPECT_THAT(lines, ElementsAre("microsoft.capex alphabet.capex 0.700000", "microsoft.capex cowos.capacity 0.500000",
                                 "alphabet.capex cowos.capacity 0.500000"));
}

TEST(Scenario, CorrelationsOfNoDriverOrWithItself) {
  const std::string drivers = "drivers:\n  a: {unit: fraction, value: 0.5}\n  b: {unit: fraction, value: 0.5}\n";
  EXPECT_THAT(refusal_of(drivers + "correlations: [{between: [a, c.*], rank: 0.1}]\n"), HasSubstr("no driver 'c.*'"));
  EXPECT_THAT(refusal_of(drivers + "correlations: [{between: [a, a], rank: 0.1}]\n"), HasSubstr("with itself"));
  EXPECT_THAT(refusal_of(drivers + "correlations: [{between: [a, b, a], rank: 0.1}]\n"), HasSubstr("write 'among'"));
  EXPECT_THAT(refusal_of(drivers + "correlations: [{rank: 0.1}]\n"), HasSubstr("one of 'between' and 'among'"));
}

TEST(Scenario, TheResolvedTextReadsAsTheSameScenario) {
  for (const char* name : {"base.yaml", "what_if.yaml"}) {
    const Folder folder;
    folder.copy_fixtures();
    Scenario s = read_scenario(folder.path() / name, options_as_of("2025-03-01"));
    Scenario again = read_scenario(folder.write("sub/resolved.yaml", resolved_at(s, folder.path() / "sub")), options());
    EXPECT_EQ(s.resolved, again.resolved);
    ASSERT_EQ(s.drivers.size(), again.drivers.size());
    for (std::size_t i = 0; i < s.drivers.size(); ++i) {
      ASSERT_EQ(s.drivers[i].knots.size(), again.drivers[i].knots.size());
      EXPECT_EQ(s.drivers[i].suppositions.size(), again.drivers[i].suppositions.size());
      for (std::size_t k = 0; k < s.drivers[i].knots.size(); ++k) {
        EXPECT_EQ(describe(s.drivers[i].knots[k].value.belief), describe(again.drivers[i].knots[k].value.belief));
      }
    }
  }
}

}  // namespace
}  // namespace wafercast::testing
