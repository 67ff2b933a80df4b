#include <engine/random/normal.hpp>
#include <engine/uncertainty/marginal.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace wafercast {
namespace {

using ::testing::HasSubstr;

double normal_at(double x, double mean, double sd) {
  return normal_cdf((x - mean) / sd);
}

TEST(Mixture, OfOverlappingNormalsHasTheirDistribution) {
  const Marginal mixture = Marginal::from(Mixture{{{0.3, Normal{-1.0, 1.0}}, {0.7, Normal{2.0, 0.5}}}}, Support::real);
  for (double z = -6.0; z <= 6.0; z += 0.013) {
    const double x = mixture.at(z);
    const double below = 0.3 * normal_at(x, -1.0, 1.0) + 0.7 * normal_at(x, 2.0, 0.5);
    EXPECT_NEAR(below, normal_cdf(z), 2e-5) << z;
  }
  EXPECT_NEAR(mixture.mean(), 0.3 * -1.0 + 0.7 * 2.0, 1e-12);
}

// Half of the paths is a normal far below the other: each keeps its own shape, tails included, and nothing lies
// between.
TEST(Mixture, OfSeparatePartsJumpsBetweenThem) {
  const Marginal mixture = Marginal::from(Mixture{{{0.4, Normal{0.0, 1.0}}, {0.6, Normal{100.0, 1.0}}}}, Support::real);
  for (const double part : {0.001, 0.01, 0.5, 0.99, 0.999, 0.9999}) {
    EXPECT_NEAR(mixture.quantile(0.4 * part), normal_quantile(part), 1e-6) << part;
    EXPECT_NEAR(mixture.quantile(0.4 + 0.6 * part), 100.0 + normal_quantile(part), 1e-6) << part;
  }
}

TEST(Mixture, OfASingleValueAndARangeHasBoth) {
  const Marginal mixture =
      Marginal::from(Mixture{{{0.25, Constant{2.0}}, {0.75, Uniform{1.0, 5.0}}}}, Support::positive);
  EXPECT_NEAR(mixture.quantile(0.1), 1.0 + 4.0 * 0.1 / 0.75, 1e-6);
  for (const double p : {0.19, 0.3, 0.43}) EXPECT_EQ(mixture.quantile(p), 2.0) << p;
  EXPECT_NEAR(mixture.quantile(0.6), 1.0 + 4.0 * 0.35 / 0.75, 1e-6);
  EXPECT_NEAR(mixture.mean(), 0.25 * 2.0 + 0.75 * 3.0, 1e-9);
}

TEST(Mixture, NeverDecreasesAndDoesNotDependOnItsPlace) {
  const Marginal mixture = Marginal::from(
      Mixture{{{0.2, Discrete{{{0.5, 0.5}, {9.0, 0.5}}}}, {0.5, Lognormal{3.0, 0.4}}, {0.3, Pert{1.0, 2.0, 4.0}}}},
      Support::positive);
  std::vector<double> z, x;
  for (double at = -7.0; at <= 7.0; at += 0.0031) z.push_back(at);
  x = z;
  mixture.apply(x);
  for (std::size_t i = 1; i < x.size(); ++i) {
    EXPECT_GE(x[i], x[i - 1] - 1e-12) << z[i];
    EXPECT_EQ(mixture.at(z[i]), x[i]);
  }
}

TEST(Mixture, OfSingleValuesIsDiscrete) {
  const Marginal mixture = Marginal::from(
      Mixture{{{0.5, Constant{1.0}}, {0.5, Mixture{{{0.5, Constant{1.0}}, {0.5, Constant{3.0}}}}}}}, Support::real);
  EXPECT_EQ(mixture.quantile(0.74), 1.0);
  EXPECT_EQ(mixture.quantile(0.76), 3.0);
}

TEST(Mixture, ChecksItsParts) {
  const auto refusal = [](const Mixture& mixture) -> std::string {
    try {
      Marginal::from(mixture, Support::fraction);
    } catch (const BeliefError& error) {
      return error.what();
    }
    return {};
  };
  EXPECT_THAT(refusal({{{0.5, Uniform{0, 1}}, {0.4, Constant{0.5}}}}), HasSubstr("sum to 0.9"));
  EXPECT_THAT(refusal({{{0.5, Uniform{0, 1}}, {0.5, Constant{1.5}}}}), HasSubstr("1.5 is not possible"));
  EXPECT_THAT(refusal({{{1.0, Uniform{0, 1}}}}), HasSubstr("mixture of 1 parts"));
}

TEST(Empirical, IsLinearBetweenItsValuesAndKeepsTheirMean) {
  const Empirical values{{1.0, 2.0, 2.0, 4.0, 8.0, 9.0, 12.0, 20.0}};
  const Marginal empirical = Marginal::from(values, Support::positive);
  for (std::size_t i = 0; i < values.values.size(); ++i) {
    const double p = (static_cast<double>(i) + 0.5) / static_cast<double>(values.values.size());
    EXPECT_NEAR(empirical.quantile(p), values.values[i], 0.05) << p;
  }
  EXPECT_EQ(empirical.at(-9.0), 1.0);
  EXPECT_EQ(empirical.at(9.0), 20.0);
  EXPECT_NEAR(empirical.mean(), 58.0 / 8.0, 2e-3);
  EXPECT_THROW(Marginal::from(Empirical{{1.0, 2.0}}, Support::positive), BeliefError);
  EXPECT_TRUE(Marginal::from(Empirical{{3.0, 3.0, 3.0, 3.0, 3.0}}, Support::positive).is_constant());
}

}  // namespace
}  // namespace wafercast
