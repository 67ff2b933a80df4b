#include <engine/core/figure_text.hpp>

#include <fmt/format.h>

#include <cmath>

namespace wafercast {
namespace {

std::string three_digits(double value) {
  return std::abs(value) >= 1000.0 ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value);
}

struct Size {
  double scale;
  const char* letters;
};

}  // namespace

std::string figure_text(double value, const Unit& unit) {
  if (unit.is_plain_number()) return three_digits(100.0 * value) + " %";
  for (const Size& size : {Size{1e12, "T"}, Size{1e9, "bn"}, Size{1e6, "M"}}) {
    if (std::abs(value) < size.scale) continue;
    return fmt::format("{} {} {}", three_digits(value / size.scale), size.letters, unit.text());
  }
  return fmt::format("{} {}", three_digits(value), unit.text());
}

}  // namespace wafercast
