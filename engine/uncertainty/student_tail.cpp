#include <engine/random/normal.hpp>
#include <engine/uncertainty/student_tail.hpp>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <numbers>
#include <span>

namespace wafercast {
namespace {

using Node = QuantileTable::Node;
using Quiet =
    boost::math::policies::policy<boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
                                  boost::math::policies::underflow_error<boost::math::policies::ignore_error>>;
using ChiSquared = boost::math::chi_squared_distribution<double, Quiet>;
using Student = boost::math::students_t_distribution<double, Quiet>;

/// √(ν / χ²), which rises with z.
Node factor_node(double degrees, const NormalPoint& at) {
  const ChiSquared chi(degrees);
  const double q = at.z < 0.0 ? quantile(complement(chi, at.below)) : quantile(chi, at.above);
  const double factor = std::sqrt(degrees / q);
  return {factor, 0.5 * factor * at.density / (q * pdf(chi, q))};
}

/// The normal of the same rank as t = sinh(s).
Node normal_node(double degrees, const NormalPoint& at) {
  constexpr double least = 1e-300;
  const Student student(degrees);
  const double t = std::sinh(at.z);
  const double tail = std::max(least, cdf(student, -std::abs(t)));
  const double normal = std::copysign(normal_quantile(tail), t);
  return {normal, tail > least ? pdf(student, t) * std::cosh(at.z) / NormalPoint(normal).density : 0.0};
}

/// E asin(ρ c) over the three factors of two variables, as points c with weights.
class SpearmanRule {
 public:
  explicit SpearmanRule(double degrees) {
    constexpr int nodes = 36;
    constexpr double reach = 5.5;
    std::vector<double> factor, weight;
    for (int i = 0; i < nodes; ++i) {
      const NormalPoint at(-reach + 2.0 * reach * (i + 0.5) / nodes);
      const double root = factor_node(degrees, at).value;
      factor.push_back(root * root);
      weight.push_back(at.density);
    }
    std::vector<std::pair<double, double>> points;
    for (std::size_t i = 0; i < nodes; ++i) {
      for (std::size_t j = 0; j < nodes; ++j) {
        for (std::size_t k = 0; k <= j; ++k) {
          const double c = factor[i] / std::sqrt((factor[i] + factor[j]) * (factor[i] + factor[k]));
          points.emplace_back(c, weight[i] * weight[j] * weight[k] * (j == k ? 1.0 : 2.0));
        }
      }
    }
    merge_near(points);
    scale_ = 1.0 / sum(1.0);
  }

  double rank_of(double linear) const { return scale_ * sum(linear); }

  double linear_of(double rank) const {
    if (std::abs(rank) >= 1.0 || rank == 0.0) return rank;
    const auto excess = [&](double linear) { return rank_of(linear) - rank; };
    std::uintmax_t rounds = 60;
    const boost::math::tools::eps_tolerance<double> close(48);
    const auto [low, high] =
        boost::math::tools::toms748_solve(excess, -1.0, 1.0, -1.0 - rank, 1.0 - rank, close, rounds);
    return 0.5 * (low + high);
  }

 private:
  struct Point {
    double c, weight;
  };

  double sum(double linear) const {
    double sum = 0.0;
    for (const Point& point : points_) sum += point.weight * std::asin(linear * point.c);
    return sum;
  }

  /// Points that lie close together count as one at their mean.
  void merge_near(std::vector<std::pair<double, double>>& points) {
    constexpr double width = 1.0 / 512.0;
    std::sort(points.begin(), points.end());
    double end = -1.0;
    for (const auto& [c, weight] : points) {
      if (c >= end) {
        points_.push_back({0.0, 0.0});
        end = c + width;
      }
      Point& last = points_.back();
      last.c = (last.c * last.weight + c * weight) / (last.weight + weight);
      last.weight += weight;
    }
  }

  std::vector<Point> points_;
  double scale_ = 1.0;
};

}  // namespace

StudentTail::StudentTail(double degrees)
    : degrees_(degrees),
      factor_of_([degrees](const NormalPoint& at) { return factor_node(degrees, at); }),
      normal_of_([degrees](const NormalPoint& at) { return normal_node(degrees, at); }) {}

RankRule StudentTail::rank_rule() const {
  const auto rule = std::make_shared<const SpearmanRule>(degrees_);
  return {[rule](double rank) { return rule->linear_of(rank); },
          [rule](double linear) { return rule->rank_of(linear); }};
}

void StudentTail::apply(const std::vector<double*>& rows, const double* factor, int lanes) const {
  for (int lane = 0; lane < lanes; ++lane) {
    double root = factor[lane];
    factor_of_.apply({&root, 1});
    for (double* const row : rows) row[lane] = std::asinh(row[lane] * root);
  }
  for (double* const row : rows) normal_of_.apply({row, static_cast<std::size_t>(lanes)});
}

}  // namespace wafercast
