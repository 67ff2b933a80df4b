#pragma once

#include <engine/uncertainty/belief.hpp>
#include <engine/uncertainty/quantile_table.hpp>

#include <Eigen/Core>

#include <cstddef>
#include <optional>
#include <utility>

namespace wafercast {

/// The metalog quantile function with as many terms as quantiles, which therefore passes through each of them:
/// M(p) = a₁ + a₂ L + a₃ (p − ½) L + a₄ (p − ½) + a₅ (p − ½)² + a₆ (p − ½)² L + …, with L = log(p / (1 − p)).
/// Keelin, "The metalog distributions", Decision Analysis 13 (2016). A positive quantity has a metalog logarithm, a
/// fraction a metalog logit. Expects quantiles that check(belief, support) has let pass.
class Metalog {
 public:
  Metalog(const Quantiles& quantiles, Support support);

  /// Whether M increases everywhere; where it does not it is no distribution.
  bool is_feasible() const;

  /// Exact value and dx/dz.
  QuantileTable::Node at(const NormalPoint& point) const;

 private:
  QuantileTable::Node untransformed(const NormalPoint& point) const;

  Support support_;
  Eigen::VectorXd coefficients_;
};

/// The values between which quantile `i`, neither the first nor the last, is feasible while the others stay; nothing
/// when it is nowhere.
std::optional<std::pair<double, double>> feasible_range(const Quantiles& quantiles, std::size_t i, Support support);

}  // namespace wafercast
