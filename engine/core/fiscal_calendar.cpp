#include <engine/core/fiscal_calendar.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace wafercast {
namespace {

constexpr std::chrono::weeks quarter_length{13};

/// 2026 for "26" and "2026".
std::optional<int> parse_year_digits(std::string_view digits) {
  if (digits.size() != 2 && digits.size() != 4) return std::nullopt;
  if (!std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  int year = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), year);
  return digits.size() == 2 ? 2000 + year : year;
}

}  // namespace

std::optional<int> parse_fiscal_year(std::string_view text) {
  if (!text.starts_with("FY")) return std::nullopt;
  return parse_year_digits(text.substr(2));
}

std::optional<FiscalQuarter> parse_fiscal_quarter(std::string_view text) {
  if (text.size() < 2 || text[text.size() - 2] != 'Q') return std::nullopt;
  const char quarter = text.back();
  const auto year = parse_fiscal_year(text.substr(0, text.size() - 2));
  if (!year || quarter < '1' || quarter > '4') return std::nullopt;
  return FiscalQuarter(*year, quarter - '0');
}

std::string fiscal_year_name(int fiscal_year) {
  const bool this_century = fiscal_year >= 2000 && fiscal_year < 2100;
  return this_century ? fmt::format("FY{:02}", fiscal_year - 2000) : fmt::format("FY{:04}", fiscal_year);
}

std::string to_string(FiscalQuarter quarter) {
  return fmt::format("{}Q{}", fiscal_year_name(quarter.fiscal_year()), quarter.quarter_of_year());
}

FiscalCalendar::FiscalCalendar(std::chrono::month last_month, std::chrono::weekday last_day)
    : last_month_(last_month), last_day_(last_day) {}

Date FiscalCalendar::year_end(int fiscal_year) const {
  return Date(std::chrono::year(fiscal_year) / last_month_ / last_day_[std::chrono::last]) + std::chrono::days(1);
}

DateRange FiscalCalendar::days_of(FiscalQuarter quarter) const {
  const int before = quarter.quarter_of_year() - 1;
  const Date first = year_end(quarter.fiscal_year() - 1) + before * quarter_length;
  const Date last = before == 3 ? year_end(quarter.fiscal_year()) : first + quarter_length;
  return {first, last};
}

double FiscalCalendar::length_of(FiscalQuarter quarter) const {
  const DateRange days = days_of(quarter);
  return std::chrono::duration<double, std::chrono::weeks::period>(days.last - days.first) / quarter_length;
}

FiscalQuarter FiscalCalendar::quarter_of(Date day) const {
  int year = static_cast<int>(std::chrono::year_month_day(day).year());
  if (day >= year_end(year)) ++year;
  const auto weeks = std::chrono::floor<std::chrono::weeks>(day - year_end(year - 1));
  const int quarter = std::min(3, static_cast<int>(weeks / quarter_length));
  return FiscalQuarter(year, quarter + 1);
}

}  // namespace wafercast
