#include <engine/core/sample_quantile.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>

namespace wafercast {
namespace {

struct Place {
  std::size_t below;
  double part;  ///< of the way to the next
};

Place place_of(double p, std::size_t count) {
  assert(count > 0);
  const auto n = static_cast<double>(count);
  const double position = std::clamp(p * n - 0.5, 0.0, n - 1.0);
  const auto below = static_cast<std::size_t>(position);
  return {below, position - static_cast<double>(below)};
}

}  // namespace

double quantile_of(std::span<const double> ascending, double p) {
  const Place place = place_of(p, ascending.size());
  const std::size_t above = std::min(place.below + 1, ascending.size() - 1);
  return std::lerp(ascending[place.below], ascending[above], place.part);
}

double select_quantile(std::span<double> values, double p) {
  const Place place = place_of(p, values.size());
  const auto below = values.begin() + static_cast<std::ptrdiff_t>(place.below);
  std::nth_element(values.begin(), below, values.end());
  const auto above = std::min_element(below + 1, values.end());
  return above == values.end() ? *below : std::lerp(*below, *above, place.part);
}

double sample_quantile(std::vector<double> values, double p) {
  return select_quantile(values, p);
}

double median_of(std::vector<double> values) {
  assert(!values.empty());
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*std::max_element(values.begin(), middle) + *middle) / 2.0;
}

}  // namespace wafercast
