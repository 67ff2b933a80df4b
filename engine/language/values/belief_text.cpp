#include <engine/core/typographic.hpp>
#include <engine/language/syntax/text.hpp>
#include <engine/language/values/value_text.hpp>

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <optional>

namespace wafercast::language {
namespace {

struct Pair {
  std::string_view first;
  std::string_view second;
};

std::optional<Pair> split(std::string_view text, std::string_view separator) {
  const auto at = text.find(separator);
  if (at == std::string_view::npos) return std::nullopt;
  return Pair{text.substr(0, at), text.substr(at + separator.size())};
}

std::optional<Pair> split_around_middle(std::string_view text) {
  for (const std::string_view sign : {"±", "+/-", "+-"}) {
    if (const auto parts = split(text, sign)) return parts;
  }
  return std::nullopt;
}

/// Takes the `(90%)` off the end of an interval.
std::optional<double> take_coverage(std::string_view& text) {
  if (!text.ends_with(')')) return std::nullopt;
  const auto open = text.rfind('(');
  if (open == std::string_view::npos) return std::nullopt;
  const double coverage = read_probability(text.substr(open + 1, text.size() - open - 2));
  if (coverage <= 0.0 || coverage >= 1.0) {
    throw ValueError("an interval's coverage lies between 0% and 100%", "write it like 60% to 85% (90%)");
  }
  text = trimmed(text.substr(0, open));
  return coverage;
}

/// In `65 to 75 kwafer/month` the unit belongs to both; a bare second number beside a first with a unit is unclear.
void share_suffix(Amount& first, const Amount& second) {
  if (first.suffix.empty()) first.suffix = second.suffix;
  if (second.suffix.empty() && !first.suffix.empty() && second.number != 0.0) {
    throw ValueError(fmt::format("one number has a unit ({}) and the other has none", in_quotes(first.suffix)),
                     "write the unit of both");
  }
}

/// In `0.4 to 50%` the sign may belong to both, or 0.4 be 40 %: where both make an interval, nobody can say.
void refuse_mixed(const Amount& low, const Amount& high, const Unit& unit) {
  if (!low.suffix.empty() || high.suffix != "%" || low.number == 0.0) return;
  if (!(low.number < in_unit(high, unit)) || !(low.number < high.number)) return;
  throw ValueError(
      fmt::format("'{0:g} to {1:g}%' may mean {0:g}% or {2:g}% to {1:g}%", low.number, high.number, 100.0 * low.number),
      "write the unit of both");
}

std::pair<double, double> read_bounds(const Pair& written, const Unit& unit) {
  Amount low = read_amount(written.first);
  const Amount high = read_amount(written.second);
  refuse_mixed(low, high, unit);
  share_suffix(low, high);
  const std::pair bounds(in_unit(low, unit), in_unit(high, unit));
  if (bounds.first < bounds.second) return bounds;
  throw ValueError("the interval runs backwards (its first number is not below its second)");
}

/// `43bn ± 2%` is relative, because only the width is a percentage; `71% ± 0.5pt` is not.
std::pair<double, double> read_around_middle(const Pair& written, const Unit& unit) {
  Amount middle = read_amount(written.first);
  const Amount width = read_amount(written.second);
  const bool relative = width.suffix == "%" && middle.suffix.find('%') == std::string::npos;
  if (!relative) share_suffix(middle, width);
  const double center = in_unit(middle, unit);
  const double half = relative ? std::abs(center) * width.number / 100.0 : in_unit(width, unit);
  if (half > 0.0) return {center - half, center + half};
  throw ValueError("the width of an interval is above zero");
}

Interval with_coverage(std::pair<double, double> bounds, std::optional<double> coverage) {
  if (coverage) return {bounds.first, bounds.second, *coverage};
  throw ValueError("an interval states how likely it holds", "add its coverage, for example (90%)");
}

}  // namespace

Belief read_belief_text(std::string_view written, const Unit& unit) {
  const std::string plain = with_plain_blanks(written);
  std::string_view text = trimmed(plain);
  if (text.starts_with("between ")) {
    const auto bounds = split(text.substr(8), " and ");
    if (!bounds) throw ValueError(fmt::format("{} has no 'and'", in_quotes(text)), "write between A and B");
    const auto [low, high] = read_bounds(*bounds, unit);
    return Uniform{low, high};
  }
  const auto coverage = take_coverage(text);
  if (const auto bounds = split(text, " to ")) return with_coverage(read_bounds(*bounds, unit), coverage);
  if (const auto around = split_around_middle(text)) return with_coverage(read_around_middle(*around, unit), coverage);
  return Constant{read_value(written, unit)};
}

}  // namespace wafercast::language
