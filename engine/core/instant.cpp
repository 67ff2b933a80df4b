#include <engine/core/instant.hpp>

#include <engine/core/date.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace wafercast {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Takes two digits below a limit off the text's front.
std::optional<int> take_two(std::string_view& text, int limit) {
  int value = 0;
  if (text.size() < 2) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + 2, value);
  if (error != std::errc() || end != text.data() + 2 || value < 0 || value >= limit) return std::nullopt;
  text.remove_prefix(2);
  return value;
}

bool take(std::string_view& text, char wanted) {
  if (!text.starts_with(wanted)) return false;
  text.remove_prefix(1);
  return true;
}

/// "+01:00", "-0330", "Z", or nothing, which is UTC.
std::optional<seconds> parse_zone(std::string_view text) {
  if (text.empty() || text == "Z" || text == "z") return seconds(0);
  const bool east = text.front() == '+';
  if (!east && text.front() != '-') return std::nullopt;
  text.remove_prefix(1);
  const auto hour = take_two(text, 24);
  take(text, ':');
  const auto minute = text.empty() ? 0 : take_two(text, 60);
  if (!hour || !minute || !text.empty()) return std::nullopt;
  const seconds offset = hours(*hour) + minutes(*minute);
  return east ? offset : -offset;
}

}  // namespace

std::optional<Instant> parse_instant(std::string_view text) {
  constexpr std::size_t date_size = 10;
  const auto date = parse_date(text.substr(0, date_size));
  if (!date || text.size() <= date_size) return std::nullopt;
  text.remove_prefix(date_size);
  if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return std::nullopt;
  const auto hour = take_two(text, 24);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_two(text, 60);
  if (!minute) return std::nullopt;
  std::optional<int> second = 0;
  if (take(text, ':')) second = take_two(text, 61);  // a leap second is the next minute's first
  if (!second) return std::nullopt;
  if (take(text, '.')) text.remove_prefix(std::min(text.find_first_not_of("0123456789"), text.size()));
  const auto offset = parse_zone(text);
  if (!offset) return std::nullopt;
  return *date + hours(*hour) + minutes(*minute) + seconds(*second) - *offset;
}

std::string to_string(Instant instant) {
  const Date date = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::hh_mm_ss time(instant - date);
  return fmt::format("{}T{:02}:{:02}:{:02}Z", to_string(date), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

std::string in_words(seconds length) {
  struct Measure {
    const char* name;
    double seconds;
  };
  constexpr Measure measures[] = {{"year", 365.25 * 86'400}, {"day", 86'400}, {"hour", 3'600}, {"minute", 60}};
  const auto whole = static_cast<double>(std::chrono::abs(length).count());
  for (const auto& [name, size] : measures) {
    // Days stay days up to two years, hours up to two days: what is rounded stays right within a third.
    if (whole < 2.0 * size) continue;
    return fmt::format("{:.0f} {}s", std::floor(whole / size), name);
  }
  return fmt::format("{:.0f} seconds", whole);
}

}  // namespace wafercast
