#include <engine/core/period.hpp>

#include <charconv>

namespace wafercast {
namespace {

std::optional<int> small_number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0 || number > 1000) return std::nullopt;
  return number;
}

}  // namespace

std::optional<Period> parse_fiscal_time(std::string_view text, const FiscalCalendar& calendar) {
  constexpr double most_of_a_year = 300.0;
  if (const auto quarter = parse_fiscal_quarter(text)) return Period::quarter(*quarter);
  if (const auto year = parse_fiscal_year(text)) return Period::year(*year);
  const auto days = parse_calendar_range(text);
  if (!days) return std::nullopt;
  const FiscalQuarter middle = calendar.quarter_of(days->middle());
  return days->days() > most_of_a_year ? Period::year(middle.fiscal_year()) : Period::quarter(middle);
}

std::optional<Period> parse_period(std::string_view text, FiscalQuarter first, const FiscalCalendar& calendar) {
  if (text.starts_with("FY+")) {
    const auto years = small_number(text.substr(3));
    return years ? std::optional(Period::year(first.fiscal_year() + *years)) : std::nullopt;
  }
  if (!text.starts_with('+')) return parse_fiscal_time(text, calendar);
  const auto quarters = small_number(text.substr(1));
  return quarters ? std::optional(Period::quarter(first + (*quarters - 1))) : std::nullopt;
}

}  // namespace wafercast
