// What was said of quarters: who said it gives the day, and the newest counts.

#include <tests/engine/language/support.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wafercast::testing {
namespace {

using ::testing::HasSubstr;

class Statements : public ::testing::Test {
 protected:
  std::vector<StatementEvidence> read(const std::string& statements, const std::string& as_of = "2025-03-31") {
    folder_.write(
        "t.csv",
        "published,quarter,revenue\n2024-08-28,FY25Q2,30040\n2024-11-20,FY25Q3,35082\n2025-02-26,FY25Q4,39331\n");
    folder_.write("w.csv",
                  "published,period,mid\n2025-01-01,CY2025,400\n2025-03-01,CY2025,450\n2025-03-01,2025Q3,110\n");
    const std::string file = folder_.write("s.yaml", fmt::format("{}{}{}{}", heading, R"(
data: {tables: {t: {file: t.csv, published: published}, w: {file: w.csv, published: published}}}
observe:
  history: {table: t, quarter: quarter, metrics: {revenue: {column: revenue, unit: M USD}}}
  condition: {reported: {revenue: {error: 2%}}}
  statements:
)",
                                                                 statements, R"(
sources:
  early: {title: an early call, published: 2025-01-10}
  late: {title: a late call, published: 2025-02-26}
drivers: {a: {unit: fraction, value: 1}}
)"));
    return read_scenario(file, options_as_of(as_of)).conditioning->statements;
  }
  std::string refusal(const std::string& statements) {
    try {
      read(statements);
    } catch (const InputError& error) {
      return error.what();
    }
    return {};
  }
  Folder folder_;
};

TEST_F(Statements, AmountsAreWrongByAPartAndSharesByPoints) {
  const auto said = read(
      "    - {of: \"revenue[FY26]\", value: 200bn USD, error: 5%, sources: [late]}\n"
      "    - {of: \"gross_margin[FY26Q4]\", value: 75%, error: 1pt, sources: [late]}\n");
  ASSERT_EQ(said.size(), 2u);
  EXPECT_EQ(said[0].period, Period::year(2026));
  EXPECT_DOUBLE_EQ(said[0].value, 200e9);
  EXPECT_TRUE(said[0].relative);
  EXPECT_DOUBLE_EQ(said[0].error, 0.05);
  EXPECT_EQ(said[1].period, Period::quarter({2026, 4}));
  EXPECT_DOUBLE_EQ(said[1].value, 0.75);
  EXPECT_FALSE(said[1].relative);
  EXPECT_DOUBLE_EQ(said[1].error, 0.01);
}

TEST_F(Statements, TheNewestByTheAsOfDateCounts) {
  const std::string both =
      "    - {of: \"revenue[FY26]\", value: 200bn USD, error: 5%, sources: [late]}\n"
      "    - {of: \"revenue[FY26]\", value: 180bn USD, error: 5%, sources: [early]}\n";
  EXPECT_DOUBLE_EQ(read(both).at(0).value, 200e9);
  EXPECT_EQ(read(both).size(), 1u);
  EXPECT_DOUBLE_EQ(read(both, "2025-02-01").at(0).value, 180e9);
  EXPECT_TRUE(read(both, "2025-01-02").empty());
}

TEST_F(Statements, ThatDifferOnOneDayAreRefused) {
  const std::string one = "    - {of: \"revenue[FY26]\", value: 200bn USD, error: 5%, sources: [late]}\n";
  EXPECT_EQ(read(one + one).size(), 1u);
  EXPECT_THAT(refusal(one + "    - {of: \"revenue[FY26]\", value: 180bn USD, error: 5%, sources: [late]}\n"),
              HasSubstr("revenue of FY26 is stated otherwise on the same day"));
}

TEST_F(Statements, RowsOfATableAreForTheFiscalTimeThatHoldsTheirMiddle) {
  const auto said =
      read("    - {of: wafers, estimates: {table: w, period: period, mid: mid, unit: kwafer}, error: 10%}\n");
  ASSERT_EQ(said.size(), 2u);
  EXPECT_EQ(said[0].period, Period::year(2026)) << "most of calendar 2025";
  EXPECT_DOUBLE_EQ(said[0].value, 450e3) << "the newest";
  EXPECT_EQ(said[1].period, Period::quarter({2026, 3}));
}

TEST_F(Statements, SayWhatIsWrongWithThem) {
  EXPECT_THAT(refusal("    - {of: \"revenue[FY26]\", value: 200bn USD, error: 5%}\n"), HasSubstr("who made it"));
  EXPECT_THAT(refusal("    - {of: \"revenue[FY26]\", value: 200bn USD, error: 5%, sources: [lat]}\n"),
              HasSubstr("did you mean 'late'"));
  EXPECT_THAT(refusal("    - {of: revenue, value: 200bn USD, error: 5%, sources: [late]}\n"),
              HasSubstr("of which time"));
  EXPECT_THAT(refusal("    - {of: \"revenue[FY26]\", error: 5%, sources: [late]}\n"),
              HasSubstr("'value' or 'estimates'"));
  EXPECT_THAT(refusal("    - {of: \"revenue[soon]\", value: 1bn USD, error: 5%, sources: [late]}\n"),
              HasSubstr("not a time"));
  EXPECT_THAT(refusal("    - {of: \"revenue[FY26]\", value: 200bn USD, error: 0%, sources: [late]}\n"),
              HasSubstr("above zero"));
}

TEST(Consensus, IsTheNewestOfADayForFiscalTimesAndTheCalendarYearsThatTheyHold) {
  const Folder folder;
  folder.write("t.csv", "published,quarter,revenue\n2024-11-20,FY25Q3,35082\n2025-02-26,FY25Q4,39331\n");
  folder.write("c.csv",
               "day,for,bn\n2024-11-20,FY26,180\n2025-02-20,FY26,190\n2025-02-10,CY2025,170\n"
               "2025-02-10,FY26 growth pct,44\n"
               "2025-03-20,FY26Q1,43\n2025-06-01,FY26,200\n");
  const std::string file = folder.write("s.yaml", fmt::format("{}{}", heading, R"(
data: {tables: {t: {file: t.csv, published: published}, c: {file: c.csv, published: day}}}
observe:
  history: {table: t, quarter: quarter, metrics: {revenue: {column: revenue, unit: M USD}}}
  consensus: {table: c, period: for, metrics: {revenue: {column: bn, unit: bn USD}}}
drivers: {a: {unit: fraction, value: 1}}
)"));
  const Scenario scenario = read_scenario(file, options_as_of("2025-03-31"));
  const auto at = [&](const Period& period, const char* day) {
    const auto found = scenario.history.expected_at("revenue", period, parse_date(day).value());
    return found ? found->value : 0.0;
  };
  EXPECT_DOUBLE_EQ(at(Period::year(2026), "2025-03-31"), 190e9);
  EXPECT_DOUBLE_EQ(at(Period::year(2026), "2024-12-31"), 180e9);
  EXPECT_DOUBLE_EQ(at(Period::year(2026), "2025-02-15"), 170e9) << "CY2025 has its middle in FY26";
  EXPECT_DOUBLE_EQ(at(Period::quarter({2026, 1}), "2025-03-31"), 43e9);
  EXPECT_DOUBLE_EQ(at(Period::year(2025), "2025-03-31"), 0.0);
  EXPECT_EQ(scenario.history.expected.at("revenue").size(), 4u) << "later ones and growths are left out";
}

}  // namespace
}  // namespace wafercast::testing
