#pragma once

#include <engine/core/fiscal_calendar.hpp>

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace wafercast {

/// What a reported figure refers to: a fiscal quarter or a whole fiscal year.
class Period {
 public:
  static constexpr Period quarter(FiscalQuarter quarter) { return Period(quarter, false); }
  static constexpr Period year(int fiscal_year) { return Period(FiscalQuarter(fiscal_year, 1), true); }

  constexpr bool is_year() const { return is_year_; }
  constexpr int fiscal_year() const { return first_.fiscal_year(); }
  constexpr FiscalQuarter first_quarter() const { return first_; }
  constexpr FiscalQuarter last_quarter() const { return first_ + (is_year_ ? 3 : 0); }

  friend constexpr auto operator<=>(const Period&, const Period&) = default;

 private:
  constexpr Period(FiscalQuarter first, bool is_year) : first_(first), is_year_(is_year) {}
  FiscalQuarter first_;
  bool is_year_;
};

/// `FY26Q1` or `FY26`.
inline std::string to_string(const Period& period) {
  return period.is_year() ? fiscal_year_name(period.fiscal_year()) : to_string(period.first_quarter());
}

/// Reads a fiscal time, FY26Q1 or FY26, or calendar time, 2026Q4, CY2026 or 2026-11: of that it is the fiscal quarter
/// or year that holds its middle.
std::optional<Period> parse_fiscal_time(std::string_view text, const FiscalCalendar& calendar);

/// The same, or a time relative to the first quarter forecast: `+1` is that quarter itself, `FY+0` its fiscal year.
std::optional<Period> parse_period(std::string_view text, FiscalQuarter first, const FiscalCalendar& calendar);

}  // namespace wafercast
