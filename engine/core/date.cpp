#include <engine/core/date.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace wafercast {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::months;
using std::chrono::year;
using std::chrono::year_month;

/// A number of exactly `digits` digits, taken off the front of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  const std::string_view head = text.substr(0, digits);
  if (!std::all_of(head.begin(), head.end(), [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  int value = 0;
  std::from_chars(head.data(), head.data() + head.size(), value);
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

Date first_day(year_month m) {
  return m / day(1);
}

std::optional<DateRange> months_from(year_month first, months count) {
  if (!first.ok()) return std::nullopt;
  return DateRange{first_day(first), first_day(first + count)};
}

std::optional<DateRange> parse_quarter(year y, std::string_view digits) {
  const auto quarter = take_number(digits, 1);
  if (!quarter || !digits.empty() || *quarter < 1 || *quarter > 4) return std::nullopt;
  return months_from(y / month(static_cast<unsigned>(3 * *quarter - 2)), months(3));
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
  const auto y = take_number(text, 4);
  if (!y || !take(text, "-")) return std::nullopt;
  const auto m = take_number(text, 2);
  if (!m || !take(text, "-")) return std::nullopt;
  const auto d = take_number(text, 2);
  if (!d || !text.empty()) return std::nullopt;
  const auto date = year(*y) / month(static_cast<unsigned>(*m)) / day(static_cast<unsigned>(*d));
  if (!date.ok()) return std::nullopt;
  return Date(date);
}

std::string to_string(Date date) {
  const std::chrono::year_month_day ymd(date);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                     static_cast<unsigned>(ymd.day()));
}

std::optional<DateRange> parse_calendar_range(std::string_view text) {
  if (const auto date = parse_date(text)) return DateRange{*date, *date + std::chrono::days(1)};
  const bool calendar_year = take(text, "CY");
  const auto number = take_number(text, 4);
  if (!number) return std::nullopt;
  const year y(*number);
  if (text.empty()) return months_from(y / month(1), months(12));
  if (take(text, "Q")) return parse_quarter(y, text);
  if (calendar_year || !take(text, "-")) return std::nullopt;
  const auto m = take_number(text, 2);
  if (!m || !text.empty()) return std::nullopt;
  return months_from(y / month(static_cast<unsigned>(*m)), months(1));
}

}  // namespace wafercast
