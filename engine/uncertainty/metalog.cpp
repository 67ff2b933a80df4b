#include <engine/random/normal.hpp>
#include <engine/uncertainty/metalog.hpp>
#include <engine/uncertainty/support.hpp>

#include <Eigen/QR>

#include <cmath>

namespace wafercast {
namespace {

using Eigen::Index;

/// Term k (from 0) of the metalog is (p − ½) to this power, with or without the factor L.
struct Term {
  int power;
  bool with_logit;
};

Term term(Index k) {
  if (k < 4) {
    constexpr Term first[] = {{0, false}, {0, true}, {1, true}, {1, false}};
    return first[k];
  }
  return {static_cast<int>(k / 2), k % 2 == 1};
}

}  // namespace

Metalog::Metalog(const Quantiles& quantiles, Support support) : support_(support) {
  const auto n = static_cast<Index>(quantiles.at.size());
  Eigen::MatrixXd basis(n, n);
  Eigen::VectorXd values(n);
  for (Index row = 0; row < n; ++row) {
    const auto [p, value] = quantiles.at[static_cast<std::size_t>(row)];
    values[row] = to_line(value, support);
    const double logit = std::log(p / (1.0 - p));
    for (Index k = 0; k < n; ++k) {
      basis(row, k) = std::pow(p - 0.5, term(k).power) * (term(k).with_logit ? logit : 1.0);
    }
  }
  coefficients_ = basis.colPivHouseholderQr().solve(values);
}

QuantileTable::Node Metalog::untransformed(const NormalPoint& point) const {
  const double logit = std::log(point.below / point.above);
  const double middle = 0.5 * (point.below - point.above);
  double value = 0.0;
  double slope = 0.0;  // dM/dp
  for (Index k = 0; k < coefficients_.size(); ++k) {
    const auto [power, with_logit] = term(k);
    const double a = coefficients_[k];
    const double base = std::pow(middle, power);
    const double base_slope = power == 0 ? 0.0 : power * std::pow(middle, power - 1);
    value += a * base * (with_logit ? logit : 1.0);
    slope += a * (with_logit ? base_slope * logit + base / (point.below * point.above) : base_slope);
  }
  return {value, slope * point.density};
}

bool Metalog::is_feasible() const {
  constexpr double step = QuantileTable::step / 4.0;
  for (double z = -QuantileTable::reach; z <= QuantileTable::reach; z += step) {
    const auto node = untransformed(NormalPoint(z));
    if (!(node.slope > 0.0) || !std::isfinite(from_line(node.value, support_))) return false;
  }
  return true;
}

QuantileTable::Node Metalog::at(const NormalPoint& point) const {
  const auto node = untransformed(point);
  const double x = from_line(node.value, support_);
  return {x, node.slope * from_line_slope(x, support_)};
}

std::optional<std::pair<double, double>> feasible_range(const Quantiles& quantiles, std::size_t i, Support support) {
  const double below = to_line(quantiles.at[i - 1].second, support);
  const double above = to_line(quantiles.at[i + 1].second, support);
  const auto feasible = [&](double value) {
    Quantiles moved = quantiles;
    moved.at[i].second = from_line(value, support);
    return Metalog(moved, support).is_feasible();
  };
  // The coefficients follow linearly from the values, and those that are feasible are a convex cone: the feasible
  // values are an interval, of which one point is found first.
  constexpr int steps = 64;
  int inside = 1;
  while (inside < steps && !feasible(below + (above - below) * inside / steps)) ++inside;
  if (inside == steps) return std::nullopt;
  const auto border = [&](double outside) {
    double good = below + (above - below) * inside / steps;
    for (int halving = 0; halving < 30; ++halving) {
      const double tried = 0.5 * (good + outside);
      (feasible(tried) ? good : outside) = tried;
    }
    return from_line(good, support);
  };
  return std::pair(border(below), border(above));
}

}  // namespace wafercast
