#pragma once

#include <engine/core/date.hpp>

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace wafercast {

/// A fiscal quarter, counted so that neighbours differ by one: FY25Q1 is 4 · 2025.
class FiscalQuarter {
 public:
  constexpr FiscalQuarter() = default;
  constexpr FiscalQuarter(int fiscal_year, int quarter_of_year) : index_(4 * fiscal_year + quarter_of_year - 1) {}

  constexpr int fiscal_year() const { return index_ / 4; }
  constexpr int quarter_of_year() const { return index_ % 4 + 1; }

  friend constexpr auto operator<=>(FiscalQuarter, FiscalQuarter) = default;
  friend constexpr FiscalQuarter operator+(FiscalQuarter q, int quarters) { return from_index(q.index_ + quarters); }
  friend constexpr FiscalQuarter operator-(FiscalQuarter q, int quarters) { return from_index(q.index_ - quarters); }
  friend constexpr int operator-(FiscalQuarter a, FiscalQuarter b) { return a.index_ - b.index_; }

 private:
  static constexpr FiscalQuarter from_index(int index) {
    FiscalQuarter q;
    q.index_ = index;
    return q;
  }
  int index_ = 0;
};

/// Reads `FY26Q1` (or `FY2026Q1`).
std::optional<FiscalQuarter> parse_fiscal_quarter(std::string_view text);

/// Reads `FY26` (or `FY2026`) as the year's number, 2026.
std::optional<int> parse_fiscal_year(std::string_view text);

/// Writes `FY26Q1`.
std::string to_string(FiscalQuarter quarter);

/// Writes `FY26`.
std::string fiscal_year_name(int fiscal_year);

/// A 52/53-week fiscal year that ends on the last given weekday of a month, in four quarters of 13 weeks of which the
/// fourth takes the 53rd week. The year is named after the calendar year in which it ends.
class FiscalCalendar {
 public:
  FiscalCalendar(std::chrono::month last_month, std::chrono::weekday last_day);

  DateRange days_of(FiscalQuarter quarter) const;

  /// In quarters of 13 weeks: 14/13 for the last one of a year of 53 weeks.
  double length_of(FiscalQuarter quarter) const;

  /// The quarter that contains a day.
  FiscalQuarter quarter_of(Date day) const;

 private:
  Date year_end(int fiscal_year) const;  ///< The day after the year's last day.

  std::chrono::month last_month_;
  std::chrono::weekday last_day_;
};

}  // namespace wafercast
