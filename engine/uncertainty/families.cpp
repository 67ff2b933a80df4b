#include <engine/uncertainty/families.hpp>

#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace wafercast {
namespace {

using Node = QuantileTable::Node;

/// Infinite densities and underflow at the ends of a range are answers here, not errors; double precision is enough.
using Quiet =
    boost::math::policies::policy<boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
                                  boost::math::policies::underflow_error<boost::math::policies::ignore_error>>;

/// The p-quantile of a beta distribution on [0, 1]: Newton's method on log F as a function of log x, kept within a
/// bracket. (The library's own inverse gives up on small probabilities of some shapes.) Near zero F is x^alpha / (alpha
/// B), and up to one half it is at most twice that, which gives the start and the lower end.
double beta_quantile(double alpha, double beta, double p) {
  const double log_p = std::log(p);
  const double log_beta = std::lgamma(alpha) + std::lgamma(beta) - std::lgamma(alpha + beta);
  const double near_zero = (log_p + std::log(alpha) + log_beta) / alpha;
  double low = std::min(near_zero, -std::numbers::ln2) - (std::numbers::ln2 + 1e-9) / alpha;
  double high = 0.0;
  double y = near_zero < high ? near_zero : 0.5 * low;
  for (int round = 0; round < 100; ++round) {
    const double x = std::exp(y);
    const double cdf = boost::math::ibeta(alpha, beta, x, Quiet());
    const double excess = std::log(cdf) - log_p;
    (excess < 0.0 ? low : high) = y;
    const double newton = y - excess * cdf / (x * boost::math::ibeta_derivative(alpha, beta, x, Quiet()));
    const double next = newton >= low && newton <= high ? newton : 0.5 * (low + high);
    const bool done = std::abs(next - y) <= 1e-9;  // convergence is quadratic: the next step would be lost in rounding
    y = next;
    if (done) break;
  }
  return std::exp(y);
}

}  // namespace

Node exact_node(const Uniform& b, const NormalPoint& at) {
  const double width = b.high - b.low;
  return {at.z < 0.0 ? b.low + width * at.below : b.high - width * at.above, width * at.density};
}

Node exact_node(const Triangular& b, const NormalPoint& at) {
  const double width = b.high - b.low;
  const bool in_rise = b.mode > b.low && at.below * width <= b.mode - b.low;
  const double square = width * (in_rise ? b.mode - b.low : b.high - b.mode);
  const double from_end = std::sqrt((in_rise ? at.below : at.above) * square);
  return {in_rise ? b.low + from_end : b.high - from_end, 0.5 * at.density * square / from_end};
}

Node exact_node(const Beta& b, const NormalPoint& at) {
  const bool from_low = at.z < 0.0;
  const double alpha = from_low ? b.alpha : b.beta;
  const double beta = from_low ? b.beta : b.alpha;
  const double x = beta_quantile(alpha, beta, from_low ? at.below : at.above);
  const double width = b.high - b.low;
  const double density = x > 0.0 && x < 1.0 ? boost::math::ibeta_derivative(alpha, beta, x, Quiet()) : 0.0;
  return {from_low ? b.low + width * x : b.high - width * x, density > 0.0 ? width * at.density / density : 0.0};
}

Node exact_node(const StudentT& b, const NormalPoint& at) {
  const boost::math::students_t_distribution<double, Quiet> unit(b.degrees);
  const double t = std::copysign(boost::math::quantile(unit, std::min(at.below, at.above)), at.z);
  return {b.location + b.scale * t, b.scale * at.density / boost::math::pdf(unit, t)};
}

Node exact_node(const Empirical& b, const NormalPoint& at) {
  const auto n = static_cast<double>(b.values.size());
  const double position = at.z < 0.0 ? n * at.below - 0.5 : n - 0.5 - n * at.above;
  if (position <= 0.0) return {b.values.front(), 0.0};
  if (position >= n - 1.0) return {b.values.back(), 0.0};
  const auto i = static_cast<std::size_t>(position);
  const double rise = b.values[i + 1] - b.values[i];
  return {b.values[i] + (position - static_cast<double>(i)) * rise, n * at.density * rise};
}

Beta beta_of(const Pert& b) {
  const double width = b.high - b.low;
  return {1.0 + 4.0 * (b.mode - b.low) / width, 1.0 + 4.0 * (b.high - b.mode) / width, b.low, b.high};
}

}  // namespace wafercast
