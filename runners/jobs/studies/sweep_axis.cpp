#include <runners/jobs/studies/sweep_axis.hpp>

#include <engine/core/diagnostics.hpp>
#include <engine/language/syntax/text.hpp>
#include <runners/jobs/studies/value_range.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <string_view>

namespace wafercast {
namespace {

[[noreturn]] void refuse_setting(const std::string& text, std::string problem, std::string suggestion) {
  throw InputError(Diagnostic{{"--set " + text, 0, 0}, std::move(problem), std::move(suggestion)});
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The digits that end, or start, at a place of a text.
std::string_view digits_before(std::string_view text, std::size_t end) {
  std::size_t first = end;
  while (first > 0 && is_digit(text[first - 1])) --first;
  return text.substr(first, end - first);
}

std::string_view digits_from(std::string_view text, std::size_t first) {
  std::size_t end = first;
  while (end < text.size() && is_digit(text[end])) ++end;
  return text.substr(first, end - first);
}

/// A comma separates values, and people also write it within a number: 34,000 and 0,85 are refused with both readings.
void refuse_comma_in_number(const std::string& whole, std::string_view values) {
  const bool single = std::ranges::count(values, ',') == 1;
  for (std::size_t comma = values.find(','); comma != values.npos; comma = values.find(',', comma + 1)) {
    const std::string_view before = digits_before(values, comma);
    const std::string_view after = digits_from(values, comma + 1);
    const std::size_t first = comma - before.size();
    const bool is_part = first > 0 && (std::isalnum(static_cast<unsigned char>(values[first - 1])) != 0 ||
                                       values[first - 1] == '.' || values[first - 1] == '_');
    const bool thousands = !before.empty() && before.size() <= 3 && after.size() == 3 && !is_part;
    const bool decimal = single && before == "0" && !after.empty() && !is_part;
    if (!thousands && !decimal) continue;
    refuse_setting(whole,
                   fmt::format("'{0},{1}' may be the number {0}{2}{1} or the values {0} and {1}", before, after,
                               decimal ? "." : ""),
                   fmt::format("write {0}{2}{1} for the number, or '{0}, {1}' for the values", before, after,
                               decimal ? "." : "_"));
  }
}

void add_values(const std::string& whole, std::string_view text, std::string_view from, SweepAxis& axis) {
  const std::string_view value = language::trimmed(text);
  if (value.empty()) refuse_setting(whole, "a value is missing", "write values with commas between them");
  try {
    if (const auto range = values_of_range(value)) {
      for (const std::string& one : *range) axis.values.push_back(one + std::string(from));
      return;
    }
  } catch (const language::ValueError& error) {
    refuse_setting(whole, error.what(), error.suggestion());
  }
  axis.values.push_back(std::string(value) + std::string(value.find('@') == value.npos ? from : ""));
}

}  // namespace

SweepAxis read_axis(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
    refuse_setting(text, "does not say what is set to which value", "write NAME=VALUE, e.g. cowos.capacity.scale=0.8");
  SweepAxis axis{std::string(language::trimmed(text.substr(0, equals))), {}};
  std::string_view rest = std::string_view(text).substr(equals + 1);
  if (rest.starts_with('{') || rest.starts_with('[')) {
    axis.values.emplace_back(rest);
    return axis;
  }
  std::string_view from;
  if (const std::size_t at = rest.rfind('@'); at != rest.npos && rest.find(',', at) == rest.npos) {
    from = rest.substr(at);
    rest = rest.substr(0, at);
    if (rest.ends_with('@')) refuse_setting(text, "has '@' twice", "write it like 0.8@2027Q1");
    if (language::trimmed(from.substr(1)).empty())
      refuse_setting(text, "a time is missing behind '@'", "write it like 0.8@2027Q1");
  }
  refuse_comma_in_number(text, rest);
  while (true) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    add_values(text, rest.substr(0, comma), from, axis);
    if (comma == rest.size()) return axis;
    rest.remove_prefix(comma + 1);
  }
}

void require_points(const std::vector<SweepAxis>& axes, std::size_t most) {
  std::size_t points = 1;
  for (const SweepAxis& axis : axes) {
    if (axis.values.size() <= most / points) {
      points *= axis.values.size();
      continue;
    }
    std::vector<std::size_t> counts;
    for (const SweepAxis& each : axes) counts.push_back(each.values.size());
    throw InputError(Diagnostic{{"--set", 0, 0},
                                fmt::format("{} points are too many (at most {})", fmt::join(counts, " × "), most),
                                "set fewer values"});
  }
}

std::vector<std::vector<Setting>> grid_of(const std::vector<SweepAxis>& axes) {
  std::vector<std::vector<Setting>> grid = {{}};
  for (const SweepAxis& axis : axes) {
    std::vector<std::vector<Setting>> finer;
    for (const std::vector<Setting>& point : grid) {
      for (std::size_t i = 0; i < axis.values.size(); ++i) {
        finer.push_back(point);
        finer.back().push_back(axis.at(i));
      }
    }
    grid = std::move(finer);
  }
  return grid;
}

}  // namespace wafercast
