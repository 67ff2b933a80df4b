#include <engine/random/normal.hpp>

#include <gtest/gtest.h>
#include <boost/math/distributions/normal.hpp>

#include <cmath>
#include <vector>

namespace wafercast {
namespace {

std::vector<double> probabilities() {
  std::vector<double> p;
  for (int i = 1; i < 2000; ++i) p.push_back(i / 2000.0);
  for (double small = 1.4e-11; small < 0.1; small *= 1.37) {
    p.push_back(small);
    p.push_back(1.0 - small);
  }
  for (double border : {0.075, 0.925}) {  // where the branches meet
    p.push_back(std::nextafter(border, 0.0));
    p.push_back(border);
    p.push_back(std::nextafter(border, 1.0));
  }
  return p;
}

/// Boost.Math in long double, so that its own error does not count.
double reference(double p) {
  return static_cast<double>(quantile(boost::math::normal_distribution<long double>(), p));
}

TEST(NormalQuantile, AgreesWithBoost) {
  for (const double p : probabilities()) {
    EXPECT_NEAR(normal_quantile(p), reference(p), 1e-14 * std::abs(reference(p))) << p;
  }
  for (const double p : {1e-12, 1e-20, 1e-100, 1e-300}) {
    EXPECT_NEAR(normal_quantile(p), reference(p), 1e-14 * std::abs(reference(p))) << p;
  }
  EXPECT_EQ(normal_quantile(0.5), 0.0);
}

TEST(NormalQuantile, NeverDecreases) {
  std::vector<double> values;
  for (int i = 0; i < 200000; ++i) values.push_back(normal_quantile((i + 0.5) / 200000.0));
  for (std::size_t i = 1; i < values.size(); ++i) ASSERT_LT(values[i - 1], values[i]);
}

TEST(NormalCdf, InvertsTheQuantile) {
  for (const double p : probabilities()) {
    const double back = p < 0.5 ? normal_cdf(normal_quantile(p)) : 1.0 - normal_cdf(-normal_quantile(p));
    EXPECT_NEAR(back, p, 1e-13 * p);
  }
  EXPECT_DOUBLE_EQ(normal_cdf(0.0), 0.5);
  EXPECT_NEAR(normal_cdf(-8.0), 6.220960574271785e-16, 1e-28);
}

}  // namespace
}  // namespace wafercast
