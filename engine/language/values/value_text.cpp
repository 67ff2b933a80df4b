#include <engine/core/typographic.hpp>
#include <engine/language/syntax/text.hpp>
#include <engine/language/values/value_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace wafercast::language {
namespace {

constexpr std::string_view decimal_digits = "0123456789";
constexpr std::array<std::string_view, 4> magnitudes = {"k", "M", "bn", "T"};

/// Takes `35_000` or `1,000,000` off the front of a text: separators stand between groups of three digits only.
std::string take_integer_part(std::string_view& text) {
  const std::string_view whole = text;
  const auto first = std::min(text.find_first_not_of(decimal_digits), text.size());
  std::string taken(text.substr(0, first));
  text.remove_prefix(first);
  const char separator = text.empty() ? '\0' : text.front();
  if (separator != '_' && separator != ',') return taken;
  if (first == 0 || first > 3) throw ValueError(fmt::format("{} is not a number", in_quotes(whole)), "write 35_000");
  while (text.starts_with(separator)) {
    const auto group = std::min(text.find_first_not_of(decimal_digits, 1), text.size());
    if (group != 4) {
      throw ValueError(
          fmt::format("{} is not a number ('{}' stands between thousands only)", in_quotes(whole), separator),
          "write 35_000, and a point before decimals");
    }
    taken += text.substr(1, 3);
    text.remove_prefix(4);
  }
  return taken;
}

double take_sign(std::string_view& text) {
  const std::size_t dash = leading_dash(text);
  text.remove_prefix(dash > 0 ? dash : text.starts_with('+') ? 1 : 0);
  return dash > 0 ? -1.0 : 1.0;
}

bool starts_number(std::string_view text) {
  return !text.empty() && (decimal_digits.find(text.front()) != std::string_view::npos || text.front() == '.');
}

/// What is written behind a number. A further number there is refused: `34 000`, `5-10%`, `0.6.5`, `1.234,5`, `1'000`.
std::string_view suffix_of(std::string_view behind, std::string_view whole) {
  const std::string_view suffix = trimmed(behind);
  for (const std::string_view separator : {",", "_", "'", "’"}) {
    if (!suffix.starts_with(separator) || !starts_number(suffix.substr(separator.size()))) continue;
    throw ValueError(fmt::format("{} is not a number ('{}' cannot stand there)", in_quotes(whole), separator),
                     "write 35_000 or 35,000, and a point before decimals");
  }
  if (!starts_number(suffix) && !starts_number(trimmed(suffix.substr(leading_dash(suffix))))) return suffix;
  throw ValueError(
      fmt::format("{} is not a number (two stand side by side){}", in_quotes(whole), typographic_note(whole)),
      "write one number, or an interval as A to B (90%)");
}

[[noreturn]] void refuse_number(std::string_view whole) {
  throw ValueError(fmt::format("{} is not a number{}", in_quotes(whole), typographic_note(whole)));
}

/// What a plain suffix makes of a unit that is counted in plain numbers, over time or by piece: % of fraction/year is
/// %/year.
std::optional<double> factor_in_rate(const std::string& suffix, const Unit& unit) {
  const auto slash = std::min(unit.text().find('/'), unit.text().size());
  const auto counted = Unit::parse(unit.text().substr(0, slash));
  if (!counted || !counted->is_plain_number()) return std::nullopt;
  const auto rate = Unit::parse(suffix + unit.text().substr(slash));
  return rate ? rate->factor_to(unit) : std::nullopt;
}

/// `bn USD`, `kwafer/month`: a further `bn` or `k` behind the number might or might not be the one in the unit.
bool has_magnitude(const Unit& unit) {
  const std::string first = unit.text().substr(0, unit.text().find_first_of(" */"));
  return std::any_of(magnitudes.begin(), magnitudes.end(), [&](std::string_view magnitude) {
    return first.starts_with(magnitude) && Unit::parse(first.substr(magnitude.size())).has_value();
  });
}

double factor_of_plain_suffix(const std::string& suffix, const Unit& suffix_unit, const Unit& unit) {
  if (const auto factor = factor_in_rate(suffix, unit)) return *factor;
  const bool magnitude = std::find(magnitudes.begin(), magnitudes.end(), suffix) != magnitudes.end();
  if (magnitude && !has_magnitude(unit)) return *suffix_unit.factor_to(Unit());
  throw ValueError(fmt::format("{} is not measured in {}", in_quotes(unit.text()), in_quotes(suffix)),
                   "write the whole unit");
}

}  // namespace

Amount read_amount(std::string_view text) {
  const std::string plain = with_plain_blanks(text);
  const std::string_view whole = trimmed(text);
  std::string_view left = trimmed(plain);
  if (left.empty()) throw ValueError("a number is missing");
  const double sign = take_sign(left);
  if (!starts_number(left)) refuse_number(whole);
  const std::string integer = take_integer_part(left);
  const auto rest = integer + std::string(left);
  double number = 0.0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (error == std::errc::result_out_of_range) throw ValueError(fmt::format("{} is out of range", in_quotes(whole)));
  if (error != std::errc()) refuse_number(whole);
  return {sign * number, std::string(suffix_of({end, rest.data() + rest.size()}, whole))};
}

double converted(double number, double factor) {
  return factor < 1.0 ? number / (1.0 / factor) : number * factor;
}

namespace {

double convert(const Amount& amount, const Unit& unit) {
  if (amount.suffix.empty()) return amount.number;
  const auto suffix = Unit::parse(amount.suffix);
  if (!suffix) {
    throw ValueError(fmt::format("unknown unit {}{}", in_quotes(amount.suffix), typographic_note(amount.suffix)));
  }
  if (const auto factor = suffix->factor_to(unit)) return converted(amount.number, *factor);
  if (suffix->is_plain_number()) {
    return converted(amount.number, factor_of_plain_suffix(amount.suffix, *suffix, unit));
  }
  throw ValueError(fmt::format("{} does not convert into {} (another dimension)", in_quotes(amount.suffix),
                               unit.text().empty() ? "a plain number" : in_quotes(unit.text())));
}

}  // namespace

double in_unit(const Amount& amount, const Unit& unit) {
  const double value = convert(amount, unit);
  if (std::isfinite(value)) return value;
  throw ValueError(fmt::format("'{} {}' is out of range", amount.number, amount.suffix));
}

double read_value(std::string_view text, const Unit& unit) {
  return in_unit(read_amount(text), unit);
}

double read_number(std::string_view text) {
  return read_value(text, Unit());
}

double read_probability(std::string_view text) {
  const double p = read_number(text);
  if (p >= 0.0 && p <= 1.0) return p;
  throw ValueError(
      fmt::format("{} is not a probability (0 to 1, or 0% to 100%)", in_quotes(text)),
      p > 1.0 && p <= 100.0 && text.find('%') == std::string_view::npos ? fmt::format("write {}%", p) : std::string());
}

Unit read_unit(std::string_view text) {
  auto unit = Unit::parse(text);
  if (!unit)
    throw ValueError(fmt::format("unknown unit {}", in_quotes(text)), "write it like USD/package or kwafer/month");
  return *unit;
}

bool read_flag(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  throw ValueError(fmt::format("{} is neither true nor false", in_quotes(text)));
}

}  // namespace wafercast::language
