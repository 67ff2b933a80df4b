#include <engine/insight/paired.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>

namespace wafercast {
namespace {

double median(Eigen::VectorXd values) {
  auto* const middle = values.data() + values.size() / 2;
  std::nth_element(values.data(), middle, values.data() + values.size());
  return *middle;
}

}  // namespace

MedianChange median_change(const Eigen::VectorXd& before, const Eigen::VectorXd& after) {
  constexpr Eigen::Index batches = 16;
  assert(before.size() == after.size() && before.size() >= batches);
  const Eigen::Index size = before.size() / batches;
  Eigen::ArrayXd changes(batches);
  for (Eigen::Index b = 0; b < batches; ++b) {
    changes[b] = median(after.segment(b * size, size)) - median(before.segment(b * size, size));
  }
  const double variance = (changes - changes.mean()).square().sum() / static_cast<double>(batches - 1);
  const double first = median(before);
  const double second = median(after);
  return {first, second, second - first, std::sqrt(variance / static_cast<double>(batches))};
}

}  // namespace wafercast
