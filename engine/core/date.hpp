#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace wafercast {

/// A civil date; all publication dates and quarter boundaries are whole days.
using Date = std::chrono::sys_days;

/// Reads `YYYY-MM-DD`; nothing for any other text and for days that do not exist.
std::optional<Date> parse_date(std::string_view text);

/// Writes `YYYY-MM-DD`.
std::string to_string(Date date);

/// A half-open range of days, [first, last).
struct DateRange {
  Date first;
  Date last;

  double days() const { return static_cast<double>((last - first).count()); }
  Date middle() const { return first + (last - first) / 2; }
};

/// Reads what people write for a stretch of calendar time and returns its days:
/// `2025`, `CY2025` (a year), `2025Q1` (a calendar quarter), `2025-04` (a month), `2025-04-15` (a day).
std::optional<DateRange> parse_calendar_range(std::string_view text);

}  // namespace wafercast
