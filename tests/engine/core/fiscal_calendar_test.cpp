#include <engine/core/fiscal_calendar.hpp>
#include <engine/core/period.hpp>

#include <gtest/gtest.h>

namespace wafercast {
namespace {

const FiscalCalendar& last_sunday_of_january() {
  static const FiscalCalendar calendar(std::chrono::January, std::chrono::Sunday);
  return calendar;
}

TEST(FiscalQuarter, CountsAcrossYears) {
  const FiscalQuarter q(2025, 4);
  EXPECT_EQ(q + 1, FiscalQuarter(2026, 1));
  EXPECT_EQ(q - 4, FiscalQuarter(2024, 4));
  EXPECT_EQ(FiscalQuarter(2026, 2) - q, 2);
  EXPECT_LT(q, q + 1);
}

TEST(FiscalQuarter, IsReadAndWritten) {
  EXPECT_EQ(parse_fiscal_quarter("FY26Q1"), FiscalQuarter(2026, 1));
  EXPECT_EQ(parse_fiscal_quarter("FY2026Q4"), FiscalQuarter(2026, 4));
  EXPECT_EQ(parse_fiscal_year("FY07"), 2007);
  EXPECT_EQ(to_string(FiscalQuarter(2026, 1)), "FY26Q1");
  EXPECT_EQ(fiscal_year_name(2005), "FY05");
  EXPECT_EQ(fiscal_year_name(2105), "FY2105");
  for (const char* text : {"", "FY26", "FY26Q0", "FY26Q5", "FY6Q1", "FY026Q1", "26Q1", "fy26q1", "FY26Q1 ", "FY-1Q1"}) {
    EXPECT_FALSE(parse_fiscal_quarter(text)) << text;
  }
  for (const char* text : {"", "FY", "FY2", "FY202", "FY26Q1", "2026"}) EXPECT_FALSE(parse_fiscal_year(text)) << text;
}

TEST(Period, IsWrittenAsItIsRead) {
  EXPECT_EQ(to_string(Period::quarter(FiscalQuarter(2026, 3))), "FY26Q3");
  EXPECT_EQ(to_string(Period::year(2026)), "FY26");
  EXPECT_EQ(Period::year(2026).last_quarter(), FiscalQuarter(2026, 4));
}

TEST(FiscalCalendar, EndsQuartersOnTheDaysThatWereReported) {
  const auto last_day = [](int year, int quarter) {
    return to_string(last_sunday_of_january().days_of(FiscalQuarter(year, quarter)).last - std::chrono::days(1));
  };
  EXPECT_EQ(last_day(2022, 1), "2021-05-02");
  EXPECT_EQ(last_day(2023, 1), "2022-05-01");
  EXPECT_EQ(last_day(2025, 1), "2024-04-28");
  EXPECT_EQ(last_day(2025, 4), "2025-01-26");
  EXPECT_EQ(last_day(2027, 4), "2027-01-31");
}

TEST(FiscalCalendar, RangesAreHalfOpen) {
  const DateRange range = last_sunday_of_january().days_of(FiscalQuarter(2025, 4));
  EXPECT_EQ(to_string(range.first), "2024-10-28");
  EXPECT_EQ(to_string(range.last), "2025-01-27");
}

TEST(FiscalCalendar, TheFourthQuarterTakesTheFiftyThirdWeek) {
  EXPECT_EQ(last_sunday_of_january().days_of(FiscalQuarter(2027, 3)).days(), 91.0);
  EXPECT_EQ(last_sunday_of_january().days_of(FiscalQuarter(2027, 4)).days(), 98.0);
}

TEST(FiscalCalendar, QuartersTileTimeAndEveryDayHasItsQuarter) {
  const FiscalCalendar december(std::chrono::December, std::chrono::Saturday);
  for (const FiscalCalendar& calendar : {last_sunday_of_january(), december}) {
    Date day = calendar.days_of(FiscalQuarter(2015, 1)).first;
    for (FiscalQuarter q(2015, 1); q < FiscalQuarter(2041, 1); q = q + 1) {
      const DateRange range = calendar.days_of(q);
      ASSERT_EQ(range.first, day) << to_string(q);
      for (; day < range.last; day += std::chrono::days(1)) ASSERT_EQ(calendar.quarter_of(day), q) << to_string(day);
    }
  }
}

TEST(FiscalCalendar, AYearOf53WeeksEndsWithALongerQuarter) {
  const FiscalCalendar calendar(std::chrono::January, std::chrono::Sunday);
  EXPECT_DOUBLE_EQ(calendar.length_of(FiscalQuarter(2027, 4)), 14.0 / 13.0);
  EXPECT_DOUBLE_EQ(calendar.length_of(FiscalQuarter(2021, 4)), 14.0 / 13.0);
  for (const int year : {2022, 2023, 2024, 2025, 2026, 2028}) {
    for (const int quarter : {1, 2, 3, 4}) EXPECT_EQ(calendar.length_of(FiscalQuarter(year, quarter)), 1.0) << year;
  }
}

}  // namespace
}  // namespace wafercast
