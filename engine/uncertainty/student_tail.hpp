#pragma once

#include <engine/uncertainty/dependence.hpp>
#include <engine/uncertainty/quantile_table.hpp>

#include <vector>

namespace wafercast {

/// Turns a Gaussian copula into Student's t copula: each path divides all variables of a group by one factor, so that
/// extremes come together. What goes in and comes out are standard normals. Demarta, McNeil, "The t copula and related
/// copulas", Int. Stat. Rev. 73 (2005).
class StudentTail {
 public:
  static constexpr double fewest_degrees = 1.0;
  static constexpr double most_degrees = 100.0;

  /// `degrees` within the bounds above; the fewer, the heavier the tails.
  explicit StudentTail(double degrees);

  /// How rank correlations follow from those of the normals beneath:
  /// ρ_s(ρ) = 6/π E asin(ρ W₁ / √((W₁ + W₂)(W₁ + W₃))) with independent inverse gamma W. Heinen, Valdesogo, "Spearman
  /// rank correlation of the bivariate Student t and scale mixtures of normal distributions", J. Multivar. Anal. 179
  /// (2020).
  RankRule rank_rule() const;

  /// `rows` point to `lanes` values each, `factor` to the z of the paths' common factor.
  void apply(const std::vector<double*>& rows, const double* factor, int lanes) const;

 private:
  double degrees_;
  QuantileTable factor_of_;  ///< z → √W
  QuantileTable normal_of_;  ///< asinh t → Φ⁻¹(T(t))
};

}  // namespace wafercast
