#include <engine/random/normal.hpp>
#include <engine/scoring/scores.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace wafercast {

double crps(std::span<const double> ascending, double outcome) {
  const auto n = static_cast<double>(ascending.size());
  double sum = 0.0;
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    const double level = (static_cast<double>(i) + 0.5) / n;
    sum += ((outcome < ascending[i] ? 1.0 : 0.0) - level) * (ascending[i] - outcome);
  }
  return 2.0 * sum / n;
}

double crps_normal(double mean, double sd, double outcome) {
  if (sd == 0.0) return std::abs(outcome - mean);
  const double z = (outcome - mean) / sd;
  const double density = std::exp(-0.5 * z * z) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
  return sd * (z * (2.0 * normal_cdf(z) - 1.0) + 2.0 * density - std::numbers::inv_sqrtpi);
}

double pit(std::span<const double> ascending, double outcome) {
  const auto [first, last] = std::equal_range(ascending.begin(), ascending.end(), outcome);
  const auto below = static_cast<double>(first - ascending.begin());
  const auto equal = static_cast<double>(last - first);
  return (below + 0.5 * equal) / static_cast<double>(ascending.size());
}

double brier(double probability, bool happened) {
  const double error = probability - (happened ? 1.0 : 0.0);
  return error * error;
}

CentralInterval central_interval(std::span<const double> ascending, double probability) {
  const double tail = 0.5 * (1.0 - probability);
  return {quantile_of(ascending, tail), quantile_of(ascending, 1.0 - tail)};
}

}  // namespace wafercast
