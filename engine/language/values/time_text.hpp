#pragma once

#include <engine/core/date.hpp>
#include <engine/core/fiscal_calendar.hpp>

#include <optional>
#include <string_view>

namespace wafercast::language {

// Readers of texts about time. All throw ValueError.

Date read_date(std::string_view text);

/// `2025`, `CY2025`, `2025Q4`, `2025-12`, `2025-12-31`, `FY26Q1`, `FY26`.
DateRange read_period(std::string_view text, const FiscalCalendar& calendar);

/// `last Sunday of January`: the last day of a fiscal year of 52 or 53 weeks.
FiscalCalendar read_year_end(std::string_view text);

struct Horizon {
  int quarters = 0;                    ///< zero when the horizon is a range
  std::optional<FiscalQuarter> first;  ///< of a range
  std::optional<FiscalQuarter> last;
};

/// `8`, `8q`, `8 quarters`, `2 years`: at most the longest horizon (core/run_limits.hpp).
int read_quarters(std::string_view text);

/// The same, or `FY26Q1..FY27Q4`.
Horizon read_horizon(std::string_view text, const FiscalCalendar& calendar);

/// `+4`: four quarters after the last reported one, `-8`: eight before it, `+0` that quarter itself; nothing for other
/// texts.
std::optional<int> read_relative_quarter(std::string_view label);

/// `as_of..end`, `2025-04..2026-03`, `-2..end`: from the first day of the one to the last day of the other.
DateRange read_window(std::string_view text, const FiscalCalendar& calendar, FiscalQuarter last_reported, Date as_of,
                      Date end);

/// `8%/quarter`, `20%/year`: the probability in one quarter that happens with this probability in the stated time.
double read_hazard(std::string_view text);

/// `120 days`, `2 quarters`, in days.
double read_days(std::string_view text);

}  // namespace wafercast::language
