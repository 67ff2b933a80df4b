#include <engine/core/period.hpp>
#include <engine/core/typographic.hpp>
#include <engine/language/syntax/text.hpp>
#include <engine/language/values/time_text.hpp>

#include <engine/core/run_limits.hpp>
#include <engine/language/values/value_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace wafercast::language {
namespace {

/// A fiscal quarter, or the one that holds the middle of a calendar quarter.
FiscalQuarter read_fiscal_quarter(std::string_view text, const FiscalCalendar& calendar) {
  const auto period = parse_fiscal_time(text, calendar);
  if (period && !period->is_year()) return period->first_quarter();
  throw ValueError(fmt::format("{} is not a fiscal quarter", in_quotes(text)), "write it like FY26Q1");
}

}  // namespace

Date read_date(std::string_view text) {
  if (const auto date = parse_date(trimmed(text))) return *date;
  throw ValueError(fmt::format("{} is not a date{}", in_quotes(text), typographic_note(text)),
                   "write it like 2025-03-31");
}

DateRange read_period(std::string_view text, const FiscalCalendar& calendar) {
  text = trimmed(text);
  if (const auto days = parse_calendar_range(text)) return *days;
  if (const auto quarter = parse_fiscal_quarter(text)) return calendar.days_of(*quarter);
  if (const auto year = parse_fiscal_year(text)) {
    return {calendar.days_of({*year, 1}).first, calendar.days_of({*year, 4}).last};
  }
  throw ValueError(fmt::format("{} is not a time{}", in_quotes(text), typographic_note(text)),
                   "write it like 2025Q4, FY26Q1, 2025-12 or 2025-12-31");
}

FiscalCalendar read_year_end(std::string_view text) {
  constexpr std::array<std::string_view, 7> weekdays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                        "Thursday", "Friday", "Saturday"};
  constexpr std::array<std::string_view, 12> months = {"January",   "February", "March",    "April",
                                                       "May",       "June",     "July",     "August",
                                                       "September", "October",  "November", "December"};
  for (std::size_t day = 0; day < weekdays.size(); ++day) {
    for (std::size_t month = 0; month < months.size(); ++month) {
      if (trimmed(text) != fmt::format("last {} of {}", weekdays[day], months[month])) continue;
      return {std::chrono::month(static_cast<unsigned>(month + 1)), std::chrono::weekday(static_cast<unsigned>(day))};
    }
  }
  throw ValueError(fmt::format("{} is not how a fiscal year ends", in_quotes(text)),
                   "write it like last Sunday of January");
}

std::optional<int> read_relative_quarter(std::string_view label) {
  constexpr int farthest = 400;
  int quarters = 0;
  const char* end = label.data() + label.size();
  if (!label.starts_with('+') && !label.starts_with('-')) return std::nullopt;
  const auto [stop, error] = std::from_chars(label.data() + 1, end, quarters);
  if (error != std::errc() || stop != end || quarters < 0 || quarters > farthest) return std::nullopt;
  return label.starts_with('-') ? -quarters : quarters;
}

int read_quarters(std::string_view text) {
  Amount amount = read_amount(text);
  if (amount.suffix == "q") amount.suffix = "quarter";
  const double quarters = in_unit(amount, read_unit("quarter"));
  if (quarters >= 1.0 && quarters <= longest_horizon && quarters == std::floor(quarters)) {
    return static_cast<int>(quarters);
  }
  throw ValueError(fmt::format("a horizon is 1 to {} whole quarters", longest_horizon), "write it like 8 quarters");
}

Horizon read_horizon(std::string_view text, const FiscalCalendar& calendar) {
  if (const auto range = split_range(text)) {
    const Horizon horizon{0, read_fiscal_quarter(range->first, calendar), read_fiscal_quarter(range->last, calendar)};
    if (*horizon.last < *horizon.first) throw ValueError("the horizon ends before it starts");
    if (*horizon.last - *horizon.first < longest_horizon) return horizon;
    throw ValueError(fmt::format("a horizon is at most {} quarters", longest_horizon), "end it earlier");
  }
  return {read_quarters(text), std::nullopt, std::nullopt};
}

DateRange read_window(std::string_view text, const FiscalCalendar& calendar, FiscalQuarter last_reported, Date as_of,
                      Date end) {
  const auto range = split_range(text);
  const auto time = [&](std::string_view label) {
    const auto quarters = read_relative_quarter(label);
    return quarters ? calendar.days_of(last_reported + *quarters) : read_period(label, calendar);
  };
  if (!range) throw ValueError(fmt::format("{} is not a window", in_quotes(text)), "write it like 2025-04..2026-03");
  const Date first = range->first == "as_of" ? as_of : time(range->first).first;
  const Date last = range->last == "end" ? end : time(range->last).last;
  if (first >= last && range->last != "end") throw ValueError("the window ends before it starts");
  return {first, last};
}

double read_hazard(std::string_view text) {
  const auto slash = std::min(text.find('/'), text.size());
  if (slash + 1 >= text.size()) {
    throw ValueError(fmt::format("{} does not say in what time", in_quotes(text)), "write it like 8%/quarter");
  }
  const double probability = read_probability(text.substr(0, slash));
  const double quarters = read_value(fmt::format("1 {}", text.substr(slash + 1)), read_unit("quarter"));
  return quarters == 1.0 ? probability : 1.0 - std::pow(1.0 - probability, 1.0 / quarters);
}

double read_days(std::string_view text) {
  const double days = read_value(text, read_unit("day"));
  if (days >= 0.0) return days;
  throw ValueError(fmt::format("{} is a negative time", in_quotes(text)));
}

}  // namespace wafercast::language
