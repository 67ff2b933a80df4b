// A slip in the history is refused with its line, never swallowed.

#include <tests/engine/language/support.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace wafercast::testing {
namespace {

using ::testing::HasSubstr;

class HistoryChecks : public ::testing::Test {
 protected:
  /// With which a history of these rows is refused; empty when it is read.
  std::string refusal(const std::string& rows, const std::string& header = "quarter,day,revenue\n",
                      const std::string& as_of = "2025-03-31") const {
    folder_.write("data/reported.csv", header + rows);
    const std::string scenario = fmt::format(
        "wafercast: scenario/1\nname: Small\nmodel: accelerator_vendor\nas_of: {}\nhorizon: 4 quarters\n"
        "data: {{folder: data, tables: {{reported: {{file: reported.csv, published: day}}}}}}\n"
        "observe:\n  history:\n    table: reported\n    quarter: quarter\n{}"
        "    metrics: {{revenue: {{column: revenue, unit: M USD}}}}\n"
        "drivers: {{a: {{unit: fraction, value: {{record: {{of: growth, metric: revenue, last: 8}}}}}}}}\n"
        "questions: {{q: 'P(revenue[+1] > reported.revenue)'}}\n",
        as_of, period_end_);
    try {
      read_scenario(folder_.write("s.yaml", scenario), options());
      return {};
    } catch (const InputError& error) {
      return error.what();
    }
  }

  std::string period_end_;  ///< a line of the history
  Folder folder_;
};

constexpr const char* good = "FY25Q2,2024-08-28,30040\nFY25Q3,2024-11-20,35082\nFY25Q4,2025-02-26,39331\n";

TEST_F(HistoryChecks, GoodRowsAreRead) {
  EXPECT_EQ(refusal(good), "");
  EXPECT_EQ(refusal(fmt::format("{}{}", good, "FY25Q3,2025-03-01,35080\n")), "") << "a correction, on a later day";
}

TEST_F(HistoryChecks, AQuarterIsReportedAfterItsEnd) {
  EXPECT_THAT(refusal("FY25Q3,2024-11-20,35082\nFY62Q4,2025-02-26,39331\n"),
              HasSubstr("reported.csv:3:1: FY62Q4 ends on 2062-01-"));
  EXPECT_THAT(refusal("FY25Q3,2024-11-20,35082\nFY21Q4,2025-02-26,39331\n"),
              HasSubstr("correct the quarter or the day"));
}

TEST_F(HistoryChecks, AQuarterHasOneRowADay) {
  EXPECT_THAT(refusal(fmt::format("{}{}", good, "FY25Q4,2025-02-26,39000\n")),
              HasSubstr("reported.csv:5:1: FY25Q4 was reported in line 4 on the same day"));
}

TEST_F(HistoryChecks, NoQuarterIsLeftOut) {
  EXPECT_THAT(refusal("FY25Q2,2024-08-28,30040\nFY25Q4,2025-02-26,39331\n"),
              HasSubstr("reported.csv:3:1: no row for FY25Q3 stands before FY25Q4"));
}

TEST_F(HistoryChecks, ControlCharactersAreShownAndNotObeyed) {
  EXPECT_THAT(refusal("FY\x1b[2J,2025-02-26,39331\n"), HasSubstr("'FY\\x1b[2J' is not a fiscal quarter"));
}

// From `as_of: latest` one slip in a day would move the whole scenario.
TEST_F(HistoryChecks, ALoneFarPublicationIsASlip) {
  const std::string rows = fmt::format("{}{}", good, "FY26Q1,2062-05-28,44062\n");
  EXPECT_THAT(refusal(rows, "quarter,day,revenue\n", "latest"),
              HasSubstr("s.yaml:4:8: the newest publication in the data is of 2062-05-28"));
  EXPECT_EQ(refusal(rows), "") << "seen from a stated day the row is not there";
}

TEST_F(HistoryChecks, AColumnIsNamedOnce) {
  EXPECT_THAT(refusal("FY25Q4,2025-02-26,39331,1\n", "quarter,day,revenue,revenue\n"),
              HasSubstr("two columns are named 'revenue'"));
}

// A column that is not there is one problem, not one for each record and question that would have used it.
TEST_F(HistoryChecks, AMissingColumnIsToldOnce) {
  const std::string message = refusal(good, "quarter,day,revenues\n");
  EXPECT_THAT(message, HasSubstr("has no column 'revenue'; did you mean 'revenues'?"));
  EXPECT_EQ(std::ranges::count(message, '\n'), 0) << message;
}

TEST_F(HistoryChecks, AByteOrderMarkIsNoPartOfTheFirstColumn) {
  EXPECT_EQ(refusal(good, "\xEF\xBB\xBFquarter,day,revenue\n"), "");
}

TEST_F(HistoryChecks, AQuarterEndsOnTheDayThatTheRowStates) {
  const auto with_end = [&](const std::string& end) {
    const std::string before = "FY25Q2,2024-07-28,2024-08-28,30040\nFY25Q3,2024-10-27,2024-11-20,35082\n";
    return refusal(fmt::format("{}FY25Q4,{},2025-02-26,39331\n", before, end), "quarter,ends,day,revenue\n");
  };
  period_end_ = "    period_end: ends\n";
  EXPECT_EQ(with_end("2025-01-26"), "");
  EXPECT_EQ(with_end(""), "") << "not known";
  EXPECT_THAT(with_end("2025-04-27"),
              HasSubstr("reported.csv:4:8: FY25Q4 ends on 2025-01-26, and the row says 2025-04-27"));
  EXPECT_THAT(with_end("soon"), HasSubstr("'soon' is not a date"));
}

}  // namespace
}  // namespace wafercast::testing
