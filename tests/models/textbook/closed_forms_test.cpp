// The oracles of other tests against numeric integration and known numbers.

#include <engine/random/normal.hpp>
#include <models/textbook/minimum_of_normals.hpp>
#include <models/textbook/product_of_lognormals.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace wafercast::textbook {
namespace {

double density(double z) {
  return std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi);
}

/// E f(Z1, Z2) for independent standard normals: the midpoint rule on [−9, 9]², beyond which lies less than 1e-18.
template <typename Function>
double expectation(const Function& f) {
  constexpr int steps = 1800;
  constexpr double width = 18.0 / steps;
  double sum = 0.0;
  for (int i = 0; i < steps; ++i) {
    const double x = -9.0 + (i + 0.5) * width;
    double row = 0.0;
    for (int j = 0; j < steps; ++j) {
      const double y = -9.0 + (j + 0.5) * width;
      row += f(x, y) * density(y);
    }
    sum += row * density(x);
  }
  return sum * width * width;
}

// The midpoint rule meets the kink of the minimum with an error of order width² = 1e-4; it is well below that.
constexpr double quadrature_error = 2e-4;

class ClarkAgainstQuadrature : public ::testing::TestWithParam<NormalMinimum> {};

TEST_P(ClarkAgainstQuadrature, MeanAndSd) {
  const NormalMinimum& n = GetParam();
  const auto minimum = [&](double x, double y) {
    const double other = n.correlation * x + std::sqrt(1.0 - n.correlation * n.correlation) * y;
    return std::min(n.mean_a + n.sd_a * x, n.mean_b + n.sd_b * other);
  };
  const double mean = expectation(minimum);
  const double square = expectation([&](double x, double y) { return std::pow(minimum(x, y) - mean, 2); });
  const double scale = std::max(n.sd_a, n.sd_b);
  EXPECT_NEAR(n.mean(), mean, quadrature_error * scale);
  EXPECT_NEAR(n.sd(), std::sqrt(square), quadrature_error * scale);
}

INSTANTIATE_TEST_SUITE_P(Cases, ClarkAgainstQuadrature,
                         ::testing::Values(NormalMinimum{0.0, 1.0, 0.0, 1.0}, NormalMinimum{100.0, 10.0, 105.0, 20.0},
                                           NormalMinimum{100.0, 10.0, 105.0, 20.0, 0.7},
                                           NormalMinimum{1.0, 2.0, -1.0, 0.5, -0.6}));

// For two independent standard normals E min = −1/√π and Var min = 1 − 1/π.
TEST(NormalMinimum, OfStandardNormalsIsKnown) {
  const NormalMinimum n{0.0, 1.0, 0.0, 1.0};
  EXPECT_NEAR(n.mean(), -1.0 / std::sqrt(std::numbers::pi), 1e-14);
  EXPECT_NEAR(n.sd(), std::sqrt(1.0 - 1.0 / std::numbers::pi), 1e-14);
  EXPECT_NEAR(n.cdf(0.0), 0.75, 1e-15);
}

// E X = ∫ (1 − F) over the positives less ∫ F over the negatives.
TEST(NormalMinimum, DistributionFunctionGivesTheMean) {
  const NormalMinimum n{100.0, 10.0, 105.0, 20.0};
  constexpr double width = 0.01;
  double mean = 0.0;
  for (double x = -200.0 + width / 2; x < 400.0; x += width) mean += width * (x > 0.0 ? 1.0 - n.cdf(x) : -n.cdf(x));
  EXPECT_NEAR(mean, n.mean(), 1e-6);
}

TEST(NormalMinimum, OfFarApartNormalsIsTheLower) {
  const NormalMinimum n{0.0, 1.0, 100.0, 1.0};
  EXPECT_NEAR(n.mean(), 0.0, 1e-12);
  EXPECT_NEAR(n.sd(), 1.0, 1e-12);
}

// The integrand is smooth, for which the midpoint rule converges faster than any power of the width.
TEST(LognormalProduct, MomentsAgreeWithQuadrature) {
  const LognormalProduct product{1000.0, 0.2, 50.0, 0.3, 0.5};
  const auto sales = [&](double x, double y) {
    return 1000.0 * 50.0 * std::exp(0.2 * x + 0.3 * (0.5 * x + std::sqrt(0.75) * y));
  };
  const double mean = expectation(sales);
  const double square = expectation([&](double x, double y) { return std::pow(sales(x, y), 2); });
  EXPECT_NEAR(product.mean() / mean, 1.0, 1e-12);
  EXPECT_NEAR(product.sd() / std::sqrt(square - mean * mean), 1.0, 1e-10);
}

TEST(LognormalProduct, QuantilesAreKnown) {
  const LognormalProduct product{2.0, 0.3, 5.0, 0.4, 0.0};
  EXPECT_NEAR(product.log_sd(), 0.5, 1e-15);
  EXPECT_NEAR(product.quantile(0.5), 10.0, 1e-12);
  EXPECT_NEAR(product.quantile(0.975), 10.0 * std::exp(0.5 * 1.959963984540054), 1e-10);
}

TEST(LognormalProduct, OfOppositeFactorsIsCertain) {
  const LognormalProduct product{2.0, 0.3, 5.0, 0.3, -1.0};
  EXPECT_NEAR(product.sd(), 0.0, 1e-6);
  EXPECT_NEAR(product.mean(), 10.0, 1e-12);
}

}  // namespace
}  // namespace wafercast::textbook
