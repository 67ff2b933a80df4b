#include <engine/core/date.hpp>

#include <gtest/gtest.h>

namespace wafercast {
namespace {

constexpr Date day_of(int y, unsigned m, unsigned d) {
  return Date(std::chrono::year(y) / std::chrono::month(m) / std::chrono::day(d));
}

TEST(Date, IsReadAndWritten) {
  EXPECT_EQ(parse_date("2025-02-26"), day_of(2025, 2, 26));
  EXPECT_EQ(parse_date("2024-02-29"), day_of(2024, 2, 29));
  EXPECT_EQ(to_string(day_of(2025, 2, 6)), "2025-02-06");
}

TEST(Date, RefusesAnythingElse) {
  for (const char* text : {"", "2025", "2025-2-26", "2025-02-30", "2025-02-29", "2025-13-01", "2025-00-10", "25-02-26",
                           "2025-02-26 ", " 2025-02-26", "2025/02/26", "+025-02-26", "2025-02-2x"}) {
    EXPECT_FALSE(parse_date(text)) << text;
  }
}

TEST(DateRange, KnowsItsDaysAndMiddle) {
  const DateRange january{day_of(2025, 1, 1), day_of(2025, 2, 1)};
  EXPECT_EQ(january.days(), 31.0);
  EXPECT_EQ(january.middle(), day_of(2025, 1, 16));
}

struct RangeCase {
  const char* text;
  Date first, last;
};

TEST(CalendarRange, ReadsYearsQuartersMonthsAndDays) {
  const RangeCase cases[] = {
      {"2025", day_of(2025, 1, 1), day_of(2026, 1, 1)},         {"CY2025", day_of(2025, 1, 1), day_of(2026, 1, 1)},
      {"2025Q1", day_of(2025, 1, 1), day_of(2025, 4, 1)},       {"CY2025Q4", day_of(2025, 10, 1), day_of(2026, 1, 1)},
      {"2024-02", day_of(2024, 2, 1), day_of(2024, 3, 1)},      {"2025-12", day_of(2025, 12, 1), day_of(2026, 1, 1)},
      {"2025-04-15", day_of(2025, 4, 15), day_of(2025, 4, 16)},
  };
  for (const RangeCase& c : cases) {
    const auto range = parse_calendar_range(c.text);
    ASSERT_TRUE(range) << c.text;
    EXPECT_EQ(range->first, c.first) << c.text;
    EXPECT_EQ(range->last, c.last) << c.text;
  }
}

TEST(CalendarRange, RefusesAnythingElse) {
  for (const char* text : {"", "25", "2025Q0", "2025Q5", "2025Q11", "2025-13", "2025-4", "FY25Q1", "2025q1",
                           "CY2025-04", "2025-02-30", "2025 Q1"}) {
    EXPECT_FALSE(parse_calendar_range(text)) << text;
  }
}

}  // namespace
}  // namespace wafercast
