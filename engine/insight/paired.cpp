#include <engine/insight/paired.hpp>

#include <engine/core/sample_quantile.hpp>

#include <Eigen/Core>

#include <cassert>
#include <cmath>

namespace wafercast {
namespace {

double median(std::span<const double> values) {
  return median_of({values.begin(), values.end()});
}

}  // namespace

MedianChange median_change(std::span<const double> before, std::span<const double> after) {
  constexpr std::size_t batches = 16;
  assert(before.size() == after.size() && before.size() >= batches);
  const std::size_t size = before.size() / batches;
  Eigen::ArrayXd changes(static_cast<Eigen::Index>(batches));
  for (std::size_t b = 0; b < batches; ++b) {
    changes[static_cast<Eigen::Index>(b)] =
        median(after.subspan(b * size, size)) - median(before.subspan(b * size, size));
  }
  const double variance = (changes - changes.mean()).square().sum() / static_cast<double>(batches - 1);
  const double first = median(before);
  const double second = median(after);
  return {first, second, second - first, std::sqrt(variance / static_cast<double>(batches))};
}

}  // namespace wafercast
