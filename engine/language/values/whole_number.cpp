#include <engine/core/typographic.hpp>
#include <engine/language/syntax/text.hpp>
#include <engine/language/values/value_text.hpp>
#include <engine/language/values/whole_number.hpp>

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>
#include <string>

namespace wafercast::language {
namespace {

/// Digits alone are read as they stand, since above 2^53 not every whole number is a double.
std::optional<std::uint64_t> from_digits(std::string_view text) {
  std::string digits(trimmed(text));
  if (digits.starts_with('+')) digits.erase(0, 1);
  std::erase_if(digits, [](char c) { return c == '_' || c == ','; });
  std::uint64_t number = 0;
  const char* last = digits.data() + digits.size();
  const auto [end, error] = std::from_chars(digits.data(), last, number);
  return error == std::errc() && end == last ? std::optional(number) : std::nullopt;
}

std::optional<std::uint64_t> exactly(std::string_view text) {
  constexpr double exact = 9'007'199'254'740'992.0;
  const Amount amount = read_amount(text);
  const bool is_share = amount.suffix == "%" || amount.suffix == "pt" || amount.suffix == "bp";
  const double value = is_share ? -1.0 : in_unit(amount, Unit());
  if (value < 0.0 || value != std::floor(value)) return std::nullopt;
  return value < exact ? std::optional(static_cast<std::uint64_t>(value)) : from_digits(text);
}

}  // namespace

std::uint64_t read_whole(std::string_view text, const WholeRange& range) {
  const auto number = exactly(text);
  if (number && *number >= range.least && *number <= range.most) return *number;
  throw ValueError(fmt::format("{} is no whole number from {} to {}{}", in_quotes(trimmed(text)), range.least,
                               range.most, typographic_note(text)));
}

}  // namespace wafercast::language
