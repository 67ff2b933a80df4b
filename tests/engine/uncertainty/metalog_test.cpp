#include <engine/random/normal.hpp>
#include <engine/uncertainty/marginal.hpp>
#include <engine/uncertainty/metalog.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace wafercast {
namespace {

struct Case {
  Quantiles quantiles;
  Support support;
};

std::vector<Case> feasible_cases() {
  return {
      {{{{0.05, -0.10}, {0.5, 0.22}, {0.95, 0.45}}}, Support::real},
      {{{{0.1, 1.0}, {0.5, 2.0}, {0.9, 5.0}}}, Support::positive},
      {{{{0.1, 0.6}, {0.5, 0.8}, {0.9, 0.9}}}, Support::fraction},
      {{{{0.05, 1.0}, {0.25, 2.0}, {0.5, 3.0}, {0.95, 6.0}}}, Support::real},
      {{{{0.05, 10.0}, {0.25, 20.0}, {0.5, 28.0}, {0.75, 40.0}, {0.95, 70.0}}}, Support::positive},
      {{{{0.2, 0.1}, {0.4, 0.2}, {0.6, 0.3}, {0.8, 0.45}}}, Support::fraction},
  };
}

TEST(Metalog, PassesThroughItsQuantiles) {
  for (const Case& c : feasible_cases()) {
    const Metalog metalog(c.quantiles, c.support);
    EXPECT_TRUE(metalog.is_feasible());
    const Marginal marginal = Marginal::from(c.quantiles, c.support);
    const double spread = c.quantiles.at.back().second - c.quantiles.at.front().second;
    for (const auto& [p, value] : c.quantiles.at) {
      EXPECT_NEAR(metalog.at(NormalPoint(normal_quantile(p))).value, value, 1e-12 * std::abs(value)) << p;
      EXPECT_NEAR(marginal.quantile(p), value, 2e-8 * spread) << p;
    }
  }
}

TEST(Metalog, SlopeIsTheDerivativeOfItsValue) {
  for (const Case& c : feasible_cases()) {
    const Metalog metalog(c.quantiles, c.support);
    for (double z : {-4.0, -1.0, 0.0, 0.3, 2.0, 4.0}) {
      constexpr double h = 1e-5;
      const double difference = metalog.at(NormalPoint(z + h)).value - metalog.at(NormalPoint(z - h)).value;
      const double slope = metalog.at(NormalPoint(z)).slope;
      EXPECT_NEAR(difference / (2 * h), slope, 1e-6 * slope) << z;
    }
  }
}

TEST(Metalog, TableKeepsItsErrorBound) {
  for (const Case& c : feasible_cases()) {
    const Metalog metalog(c.quantiles, c.support);
    const Marginal marginal = Marginal::from(c.quantiles, c.support);
    const double spread = marginal.quantile(0.95) - marginal.quantile(0.05);
    for (double z = -6.34; z <= 6.34; z += 0.0017) {
      const double exact = metalog.at(NormalPoint(z)).value;
      ASSERT_NEAR(marginal.at(z), exact, 2.5e-7 * (std::abs(exact - marginal.at(0.0)) + spread)) << z;
    }
  }
}

// Keelin (2016), metalogs from three quantiles: with p10 = 0 and p90 = 1 a three-term metalog exists for medians above
// k and below 1 − k, k = ½ (1 − 1.66711 (½ − 0.1)) = 0.16658.
TEST(Metalog, FeasibleMediansAreThoseOfThePaper) {
  const auto range = feasible_range({{{0.1, 0.0}, {0.5, 0.1}, {0.9, 1.0}}}, 1, Support::real);
  ASSERT_TRUE(range);
  EXPECT_NEAR(range->first, 0.16658, 1e-4);
  EXPECT_NEAR(range->second, 1.0 - 0.16658, 1e-4);
  EXPECT_TRUE(Metalog({{{0.1, 0.0}, {0.5, 0.17}, {0.9, 1.0}}}, Support::real).is_feasible());
  EXPECT_FALSE(Metalog({{{0.1, 0.0}, {0.5, 0.16}, {0.9, 1.0}}}, Support::real).is_feasible());
}

TEST(Metalog, InfeasibleQuantilesAreRefusedWithTheFeasibleRange) {
  try {
    Marginal::from(Quantiles{{{0.1, 0.0}, {0.5, 0.1}, {0.9, 1.0}}}, Support::real);
    FAIL();
  } catch (const BeliefError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("no distribution has these quantiles"));
    EXPECT_EQ(error.suggestion(), "with p10 = 0 and p90 = 1, p50 can lie from 0.1666 to 0.8334");
  }
  EXPECT_THROW(Marginal::from(Quantiles{{{0.1, 0}, {0.3, 1}, {0.5, 1.01}, {0.9, 1.02}}}, Support::real), BeliefError);
}

TEST(Metalog, OfManyInfeasibleQuantilesTheFeasibleRangeOfEachIsFeasible) {
  const Quantiles quantiles{{{0.1, 1.0}, {0.3, 2.0}, {0.5, 2.02}, {0.7, 3.5}, {0.9, 6.0}}};
  ASSERT_FALSE(Metalog(quantiles, Support::positive).is_feasible());
  int repairable = 0;
  for (std::size_t i = 1; i + 1 < quantiles.at.size(); ++i) {
    const auto range = feasible_range(quantiles, i, Support::positive);
    if (!range) continue;
    ++repairable;
    for (const double value : {range->first * 1.0001, range->second * 0.9999, 0.5 * (range->first + range->second)}) {
      Quantiles moved = quantiles;
      moved.at[i].second = value;
      EXPECT_TRUE(Metalog(moved, Support::positive).is_feasible()) << i << ' ' << value;
    }
    Quantiles outside = quantiles;
    outside.at[i].second = range->first * 0.999;
    EXPECT_FALSE(Metalog(outside, Support::positive).is_feasible());
  }
  EXPECT_GT(repairable, 0);
}

TEST(Metalog, OfTheLogisticQuantilesIsTheLogistic) {
  const auto logistic = [](double p) { return 3.0 + 2.0 * std::log(p / (1.0 - p)); };
  const Metalog metalog({{{0.05, logistic(0.05)}, {0.5, logistic(0.5)}, {0.95, logistic(0.95)}}}, Support::real);
  for (double z : {-6.0, -2.0, 0.5, 5.0}) {
    const NormalPoint point(z);
    EXPECT_NEAR(metalog.at(point).value, 3.0 + 2.0 * std::log(point.below / point.above), 1e-11);
  }
}

}  // namespace
}  // namespace wafercast
