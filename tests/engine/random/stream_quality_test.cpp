#include <engine/random/normal.hpp>
#include <engine/random/streams.hpp>

#include <gtest/gtest.h>
#include <boost/math/distributions/chi_squared.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

// Fixed seed, n = 100,000 draws a test. Every test has a broken twin that it must reject.
namespace wafercast {
namespace {

constexpr std::size_t n = 100'000;
constexpr double alpha = 1e-6;

using Sample = std::vector<double>;

Sample draw(const char* name, std::uint32_t step = 0, std::uint64_t seed = 20250126) {
  Sample z(n);
  Stream(seed, name).normals(0, step, z);
  return z;
}

// Broken twins: a bias, a wrong spread.
Sample shifted(Sample z, double by) {
  for (double& x : z) x += by;
  return z;
}
Sample stretched(Sample z, double by) {
  for (double& x : z) x *= by;
  return z;
}

/// Pearson's statistic over 100 cells of equal probability has 99 degrees of freedom; at α its limit is 177. A relative
/// error δ (root mean square) in the cells' probabilities adds n δ²: δ = 4.4 % brings it to 293 ± 29, four deviations
/// beyond.
double chi_square(const Sample& z) {
  constexpr int cells = 100;
  std::vector<double> counts(cells, 0.0);
  for (double x : z) {
    counts[static_cast<std::size_t>(std::min(cells - 1, static_cast<int>(normal_cdf(x) * cells)))] += 1.0;
  }
  const double expected = static_cast<double>(n) / cells;
  double sum = 0.0;
  for (double count : counts) sum += (count - expected) * (count - expected) / expected;
  return sum;
}

double chi_square_limit() {
  return quantile(complement(boost::math::chi_squared(99), alpha));
}

/// Kolmogorov's largest distance between distribution functions.
double kolmogorov(Sample z) {
  std::sort(z.begin(), z.end());
  double largest = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    const double cdf = normal_cdf(z[i]);
    largest = std::max({largest, cdf - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - cdf});
  }
  return largest;
}

/// P(√n D > x) ≈ 2 exp(−2 x²). At n and α the limit is 0.0085; a bias b adds b φ(0) to D, whose noise is near 0.003:
/// the smallest bias caught surely is about 0.03.
double kolmogorov_limit() {
  return std::sqrt(-0.5 * std::log(alpha / 2.0) / static_cast<double>(n));
}

double mean_of_power(const Sample& z, int power) {
  double sum = 0.0;
  for (double x : z) sum += std::pow(x, power);
  return sum / static_cast<double>(n);
}

double correlation(const Sample& a, const Sample& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < n; ++i) sum += a[i] * b[i];
  return sum / static_cast<double>(n);
}

/// Five standard errors of a correlation of n pairs, 0.016: any |ρ| above 0.032 is caught surely.
const double correlation_limit = 5.0 / std::sqrt(static_cast<double>(n));

TEST(Normals, PassChiSquare) {
  EXPECT_LT(chi_square(draw("a")), chi_square_limit());
  EXPECT_LT(chi_square(draw("another", 9)), chi_square_limit());
}

TEST(Normals, ChiSquareRejectsTheBrokenTwin) {
  EXPECT_GT(chi_square(shifted(draw("a"), 0.06)), chi_square_limit());
  Sample missing_tail = draw("a");
  for (double& x : missing_tail) x = std::abs(x) >= 2.33 ? 0.0 : x;  // nothing is left in the outer cells
  EXPECT_GT(chi_square(missing_tail), chi_square_limit());
}

TEST(Normals, PassKolmogorovSmirnov) {
  EXPECT_LT(kolmogorov(draw("a")), kolmogorov_limit());
  EXPECT_LT(kolmogorov(draw("another", 9)), kolmogorov_limit());
}

TEST(Normals, KolmogorovSmirnovRejectsTheBrokenTwin) {
  EXPECT_GT(kolmogorov(shifted(draw("a"), 0.03)), kolmogorov_limit());
  EXPECT_GT(kolmogorov(stretched(draw("a"), 1.06)), kolmogorov_limit());
}

// Standard errors over √n: 1, √2, √15, √96. Smallest defects caught surely (ten standard errors): bias 0.032, variance
// 4.5 %, skewness 0.12, kurtosis 0.31.
bool moments_are_right(const Sample& z) {
  const double se = 1.0 / std::sqrt(static_cast<double>(n));
  return std::abs(mean_of_power(z, 1)) < 5.0 * se && std::abs(mean_of_power(z, 2) - 1.0) < 5.0 * std::sqrt(2.0) * se &&
         std::abs(mean_of_power(z, 3)) < 5.0 * std::sqrt(15.0) * se &&
         std::abs(mean_of_power(z, 4) - 3.0) < 5.0 * std::sqrt(96.0) * se;
}

TEST(Normals, HaveTheRightMoments) {
  EXPECT_TRUE(moments_are_right(draw("a")));
  EXPECT_TRUE(moments_are_right(draw("another", 9)));
}

TEST(Normals, MomentsRejectTheBrokenTwin) {
  EXPECT_FALSE(moments_are_right(shifted(draw("a"), 0.032)));
  EXPECT_FALSE(moments_are_right(stretched(draw("a"), 1.024)));
  Sample skewed = draw("a");
  for (double& x : skewed) x = (x + 0.05 * (x * x - 1.0)) / std::sqrt(1.0 + 2.0 * 0.05 * 0.05);
  EXPECT_FALSE(moments_are_right(skewed));
}

TEST(Normals, OfStepsStreamsSeedsAndNeighboursAreUncorrelated) {
  const Sample z = draw("a");
  EXPECT_LT(std::abs(correlation(z, draw("a", 1))), correlation_limit);
  EXPECT_LT(std::abs(correlation(z, draw("b"))), correlation_limit);
  EXPECT_LT(std::abs(correlation(z, draw("a", 0, 20250127))), correlation_limit);
  for (std::ptrdiff_t lag : {1, 2, 3, 4, 5, 64}) {
    Sample later = z;
    std::rotate(later.begin(), later.begin() + lag, later.end());
    EXPECT_LT(std::abs(correlation(z, later)), correlation_limit) << lag;
  }
}

TEST(Normals, CorrelationRejectsTheBrokenTwin) {
  const Sample z = draw("a");
  Sample leaking = draw("b");
  for (std::size_t i = 0; i < n; ++i) leaking[i] += 0.035 * z[i];
  EXPECT_GT(std::abs(correlation(z, leaking)), correlation_limit);
  EXPECT_GT(std::abs(correlation(z, draw("a"))), correlation_limit);  // a stream that forgot its step
}

}  // namespace
}  // namespace wafercast
