#include <tests/engine/language/support.hpp>

#include <engine/language/syntax/text.hpp>
#include <engine/language/values/time_text.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace wafercast::language {
namespace {

std::string days(const DateRange& range) {
  return to_string(range.first) + ".." + to_string(range.last);
}

std::string period(std::string_view text) {
  return days(read_period(text, wafercast::testing::january_calendar()));
}

std::string window(std::string_view text) {
  return days(read_window(text, wafercast::testing::january_calendar(), {2025, 4}, read_date("2025-03-31"),
                          read_date("2027-02-01")));
}

TEST(TimeText, Periods) {
  EXPECT_EQ(period("2025"), "2025-01-01..2026-01-01");
  EXPECT_EQ(period("CY2025"), "2025-01-01..2026-01-01");
  EXPECT_EQ(period("2025Q4"), "2025-10-01..2026-01-01");
  EXPECT_EQ(period("2025-12"), "2025-12-01..2026-01-01");
  EXPECT_EQ(period("2025-12-31"), "2025-12-31..2026-01-01");
  EXPECT_EQ(period("FY26Q1"), "2025-01-27..2025-04-28");
  EXPECT_EQ(period("FY26"), "2025-01-27..2026-01-26");
  EXPECT_THROW(period("soon"), ValueError);
  EXPECT_THROW(period("2025Q5"), ValueError);
  EXPECT_THROW(read_date("2025-02-30"), ValueError);
}

TEST(TimeText, Windows) {
  EXPECT_EQ(window("as_of..end"), "2025-03-31..2027-02-01");
  EXPECT_EQ(window("2025-04..2026-03"), "2025-04-01..2026-04-01");
  EXPECT_EQ(window("2025-06-15 .. FY26Q4"), "2025-06-15..2026-01-26");
  EXPECT_EQ(window("+2..end"), "2025-04-28..2027-02-01") << "FY26Q2 is the second after FY25Q4";
  EXPECT_EQ(window("-1..+0"), "2024-07-29..2025-01-27") << "FY25Q3 and FY25Q4";
  EXPECT_THROW(window("+..end"), ValueError);
  EXPECT_THROW(window("-..end"), ValueError);
  EXPECT_THROW(window("2025-04"), ValueError);
  EXPECT_THROW(window("2026-04..2025-03"), ValueError);
}

TEST(TimeText, Horizons) {
  const FiscalCalendar calendar = wafercast::testing::january_calendar();
  EXPECT_EQ(read_horizon("8 quarters", calendar).quarters, 8);
  EXPECT_EQ(read_horizon("2 years", calendar).quarters, 8);
  EXPECT_EQ(read_horizon("FY26Q1..FY27Q4", calendar).last, FiscalQuarter(2027, 4));
  EXPECT_EQ(read_horizon("2025Q2..2026Q4", calendar).last, FiscalQuarter(2027, 4)) << "by the middles of quarters";
  for (const char* text :
       {"0 quarters", "1.5 quarters", "900 quarters", "-1 quarter", "FY27Q4..FY26Q1", "2025Q5..2026Q4"}) {
    EXPECT_THROW(read_horizon(text, calendar), ValueError) << text;
  }
}

TEST(TimeText, HazardsAreByTheQuarter) {
  EXPECT_DOUBLE_EQ(read_hazard("8%/quarter"), 0.08);
  EXPECT_NEAR(read_hazard("20%/year"), 1.0 - std::pow(0.8, 0.25), 1e-15);
  EXPECT_NEAR(read_hazard("2%/month"), 1.0 - std::pow(0.98, 3.0), 1e-15);
  EXPECT_DOUBLE_EQ(read_hazard("100%/year"), 1.0);
  for (const char* text : {"8%", "8%/USD", "108%/year", "-1%/year", "8%/"})
    EXPECT_THROW(read_hazard(text), ValueError) << text;
}

TEST(TimeText, Days) {
  EXPECT_DOUBLE_EQ(read_days("120 days"), 120.0);
  EXPECT_DOUBLE_EQ(read_days("2 weeks"), 14.0);
  EXPECT_THROW(read_days("-1 day"), ValueError);
  EXPECT_THROW(read_days("3 wafers"), ValueError);
}

TEST(YearEnd, IsAWeekdayOfAMonth) {
  const FiscalCalendar january = read_year_end("last Sunday of January");
  EXPECT_EQ(to_string(january.days_of({2027, 4}).last), "2027-02-01");
  EXPECT_EQ(january.length_of({2027, 4}), 14.0 / 13.0);
  EXPECT_EQ(to_string(read_year_end("last Saturday of December").days_of({2024, 4}).last), "2024-12-29");
  for (const char* text : {"January", "last Sunday", "first Sunday of January", "last sunday of january", ""}) {
    EXPECT_THROW(read_year_end(text), ValueError) << text;
  }
}

}  // namespace
}  // namespace wafercast::language
