#include <engine/core/units.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

namespace wafercast {
namespace {

using Base = Unit::Base;

struct Word {
  std::string_view singular;
  double scale;
  std::optional<Base> base;  ///< nothing for a plain number
  bool has_plural = true;
};

constexpr std::array words = {
    Word{"USD", 1.0, Base::usd, false},      Word{"quarter", 1.0, Base::time},
    Word{"year", 4.0, Base::time},           Word{"month", 1.0 / 3.0, Base::time},
    Word{"week", 1.0 / 13.0, Base::time},    Word{"day", 1.0 / 91.0, Base::time},
    Word{"wafer", 1.0, Base::wafer},         Word{"package", 1.0, Base::package},
    Word{"rack", 1.0, Base::rack},           Word{"device", 1.0, Base::device},
    Word{"unit", 1.0, Base::device},         Word{"gigabyte", 1.0, Base::gigabyte},
    Word{"GB", 1.0, Base::gigabyte, false},  Word{"TB", 1000.0, Base::gigabyte, false},
    Word{"share", 1.0, Base::share},         Word{"task", 1.0, Base::task},
    Word{"%", 0.01, std::nullopt, false},    Word{"pt", 0.01, std::nullopt, false},
    Word{"bp", 0.0001, std::nullopt, false}, Word{"fraction", 1.0, std::nullopt},
};

struct Prefix {
  std::string_view text;
  double scale;
};
constexpr std::array prefixes = {Prefix{"k", 1e3}, Prefix{"M", 1e6}, Prefix{"bn", 1e9}, Prefix{"T", 1e12}};

struct Factor {
  double scale = 1.0;
  std::optional<Base> base;
};

std::optional<Factor> find_word(std::string_view text) {
  for (const Word& word : words) {
    const bool plural = word.has_plural && text.size() == word.singular.size() + 1 && text.back() == 's';
    const std::string_view stem = plural ? text.substr(0, text.size() - 1) : text;
    if (stem == word.singular) return Factor{word.scale, word.base};
  }
  return std::nullopt;
}

std::optional<Factor> find_number(std::string_view text) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (!std::isfinite(value) || value <= 0.0) return std::nullopt;
  return Factor{value, std::nullopt};
}

/// A whole word first, so that TB is a terabyte and not T of an unknown B.
std::optional<Factor> find_factor(std::string_view text) {
  if (const auto word = find_word(text)) return word;
  for (const Prefix& prefix : prefixes) {
    if (!text.starts_with(prefix.text)) continue;
    const std::string_view rest = text.substr(prefix.text.size());
    if (rest.empty()) return Factor{prefix.scale, std::nullopt};
    if (const auto word = find_word(rest)) return Factor{prefix.scale * word->scale, word->base};
  }
  return find_number(text);
}

constexpr std::string_view separators = " \t*";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(separators);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(separators) - first + 1);
}

/// The words between two slashes; nothing when one is unknown.
std::optional<std::vector<Factor>> parse_product(std::string_view text) {
  std::vector<Factor> factors;
  for (text = trimmed(text); !text.empty(); text = trimmed(text)) {
    const auto length = std::min(text.find_first_of(separators), text.size());
    const auto factor = find_factor(text.substr(0, length));
    if (!factor) return std::nullopt;
    factors.push_back(*factor);
    text.remove_prefix(length);
  }
  return factors;
}

}  // namespace

std::optional<Unit> Unit::parse(std::string_view text) {
  Unit unit;
  unit.text_ = text;
  int sign = 1;
  while (true) {
    const auto slash = std::min(text.find('/'), text.size());
    const auto factors = parse_product(text.substr(0, slash));
    if (!factors || (sign < 0 && factors->empty())) return std::nullopt;
    for (const Factor& factor : *factors) {
      unit.scale_ = sign > 0 ? unit.scale_ * factor.scale : unit.scale_ / factor.scale;
      if (factor.base) unit.powers_[static_cast<std::size_t>(*factor.base)] += sign;
    }
    if (slash == text.size()) return std::isnormal(unit.scale_) ? std::optional(unit) : std::nullopt;
    text.remove_prefix(slash + 1);
    sign = -1;
  }
}

Unit Unit::times(const Unit& other, int power) const {
  Unit product;
  product.scale_ = scale_ * std::pow(other.scale_, power);
  for (std::size_t base = 0; base < powers_.size(); ++base) {
    product.powers_[base] = powers_[base] + power * other.powers_[base];
  }
  return product;
}

std::optional<double> Unit::factor_to(const Unit& to) const {
  if (!same_dimension(to)) return std::nullopt;
  return scale_ / to.scale_;
}

bool Unit::is_plain_number() const {
  return std::all_of(powers_.begin(), powers_.end(), [](int power) { return power == 0; });
}

}  // namespace wafercast
