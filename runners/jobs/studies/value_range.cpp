#include <runners/jobs/studies/value_range.hpp>

#include <engine/core/units.hpp>
#include <engine/language/syntax/text.hpp>
#include <engine/language/values/value_text.hpp>
#include <engine/language/values/whole_number.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace wafercast {
namespace {

using language::Amount;
using language::ValueError;

constexpr std::size_t usual_steps = 5;
constexpr language::WholeRange possible_steps{2, 1000};
constexpr const char* form = "write it like 34000..40000 or 10%..30%/5";

[[noreturn]] void refuse_range(std::string_view range, const std::string& why) {
  throw ValueError(fmt::format("'{}' is no range of values ({})", range, why), form);
}

/// Takes the `/7` off the end of a range, which counts its values; `40/quarter` ends in a unit.
std::size_t take_steps(std::string_view& range) {
  const std::size_t slash = range.rfind('/');
  if (slash == std::string_view::npos) return usual_steps;
  const std::string_view count = language::trimmed(range.substr(slash + 1));
  if (!count.empty() && count.find_first_not_of("0123456789_,.+-") != std::string_view::npos) return usual_steps;
  range = range.substr(0, slash);
  try {
    return language::read_whole(count, possible_steps);
  } catch (const ValueError&) {
    throw ValueError(fmt::format("a sweep cannot have '{}' values", count), "write 2 to 1000 behind the '/'");
  }
}

struct RangeEnds {
  double first, last;  ///< in the unit
  std::string unit;
};

bool is_magnitude(const std::string& suffix) {
  constexpr std::array magnitudes = {"k", "M", "bn", "T"};
  return std::ranges::find(magnitudes, suffix) != magnitudes.end();
}

RangeEnds ends_of(std::string_view range, const Amount& first, const Amount& last) {
  const auto unit = Unit::parse(last.suffix);
  if (!unit) refuse_range(range, fmt::format("unknown unit '{}'", last.suffix));
  if (first.suffix == last.suffix) return {first.number, last.number, last.suffix};
  // In 10..30% the unit belongs to both; in 1..2k it might or might not.
  if (first.suffix.empty() && !is_magnitude(last.suffix)) return {first.number, last.number, last.suffix};
  if (first.number == 0.0 && first.suffix.empty()) return {0.0, last.number, last.suffix};
  if (first.suffix.empty() || last.suffix.empty()) refuse_range(range, "one end has a unit and the other has none");
  return {language::in_unit(first, *unit), last.number, last.suffix};
}

/// A value of the range as people would write it: what binary fractions add to a decimal one is no part of it.
std::string clean(double value, double step, std::string_view unit) {
  const double rounded = std::abs(value) < 1e-9 * std::abs(step) ? 0.0 : value;
  return fmt::format("{:.12g}{}", rounded, unit);
}

/// The unit with the blank that was written before it.
std::string as_written(const std::string& unit, std::string_view end) {
  return !unit.empty() && language::trimmed(end).ends_with(" " + unit) ? " " + unit : unit;
}

}  // namespace

std::optional<std::vector<std::string>> values_of_range(std::string_view text) {
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) return std::nullopt;
  if (text.substr(dots).starts_with("...")) refuse_range(text, "three dots; a range has two");
  std::string_view range = text;
  const std::size_t steps = take_steps(range);
  RangeEnds ends{};
  try {
    ends = ends_of(text, language::read_amount(range.substr(0, dots)), language::read_amount(range.substr(dots + 2)));
  } catch (const ValueError& error) {
    if (error.suggestion() == form) throw;
    refuse_range(text, error.what());
  }
  const double step = (ends.last - ends.first) / static_cast<double>(steps - 1);
  if (step == 0.0 || !std::isfinite(step)) refuse_range(text, "its ends are equal or too far apart");
  const std::string unit = as_written(ends.unit, range);
  std::vector<std::string> values;
  for (std::size_t i = 0; i < steps; ++i) {
    const double at = static_cast<double>(i) / static_cast<double>(steps - 1);
    values.push_back(clean(std::lerp(ends.first, ends.last, at), step, unit));
  }
  return values;
}

}  // namespace wafercast
