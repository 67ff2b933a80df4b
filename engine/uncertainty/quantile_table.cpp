#include <engine/random/normal.hpp>
#include <engine/uncertainty/quantile_table.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace wafercast {
namespace {

using Node = QuantileTable::Node;

/// A slope that keeps the cubics on both sides monotone; 0/0 at the end of a bounded range counts as level.
double monotone_slope(double slope, double rise_before, double rise_after) {
  if (std::isnan(slope)) return 0.0;
  return std::clamp(slope, 0.0, 3.0 * std::max(0.0, std::min(rise_before, rise_after)));
}

std::vector<double> monotone_slopes(const std::vector<Node>& nodes) {
  std::vector<double> slopes;  // per interval, not per unit of z
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const double before = nodes[i].value - nodes[i == 0 ? i : i - 1].value;
    const double after = nodes[i + 1 == nodes.size() ? i : i + 1].value - nodes[i].value;
    slopes.push_back(monotone_slope(nodes[i].slope * QuantileTable::step, before, after));
  }
  return slopes;
}

}  // namespace

NormalPoint::NormalPoint(double at)
    : z(at),
      below(normal_cdf(at)),
      above(normal_cdf(-at)),
      density(std::exp(-0.5 * at * at) * std::numbers::inv_sqrtpi / std::numbers::sqrt2) {}

QuantileTable::QuantileTable(const std::function<Node(const NormalPoint&)>& exact, double kink)
    : first_(kink - std::floor((kink + reach) / step) * step) {
  std::vector<Node> nodes;
  for (double z = first_; z <= reach; z = first_ + static_cast<double>(nodes.size()) * step) {
    nodes.push_back(exact(NormalPoint(z)));
  }
  const std::vector<double> slopes = monotone_slopes(nodes);
  for (std::size_t i = 0; i + 1 < nodes.size(); ++i) {
    const double rise = nodes[i + 1].value - nodes[i].value;
    cubics_.push_back({nodes[i].value, slopes[i], 3.0 * rise - 2.0 * slopes[i] - slopes[i + 1],
                       slopes[i] + slopes[i + 1] - 2.0 * rise});
  }
}

void QuantileTable::apply(std::span<double> z) const {
  const double last = static_cast<double>(cubics_.size());
  const int last_cubic = static_cast<int>(cubics_.size()) - 1;
  const double* const coefficients = cubics_.front().data();
  for (double& lane : z) {
    const double position = std::clamp((lane - first_) * (1.0 / step), 0.0, last);
    const int cubic = std::min(static_cast<int>(position), last_cubic);
    const double u = position - cubic;
    const double* const c = coefficients + 4 * cubic;
    lane = std::fma(std::fma(std::fma(c[3], u, c[2]), u, c[1]), u, c[0]);
  }
}

}  // namespace wafercast
