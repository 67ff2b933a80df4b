#include <engine/scoring/baselines.hpp>
#include <engine/scoring/scores.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>
#include <random>
#include <vector>

namespace wafercast {
namespace {

using Values = std::vector<double>;

/// E|X − y| − ½ E|X − X′| (Gneiting and Raftery 2007, eq. 21 for an empirical distribution): another way to the CRPS.
double energy_form(const Values& values, double outcome) {
  const auto n = static_cast<double>(values.size());
  double error = 0.0;
  double spread = 0.0;
  for (const double x : values) {
    error += std::abs(x - outcome);
    for (const double other : values) spread += std::abs(x - other);
  }
  return error / n - 0.5 * spread / (n * n);
}

TEST(Crps, OfAPointIsTheAbsoluteError) {
  EXPECT_DOUBLE_EQ(crps(Values{3.0}, 5.5), 2.5);
  EXPECT_DOUBLE_EQ(crps(Values{3.0}, 1.0), 2.0);
  EXPECT_DOUBLE_EQ(crps(Values{3.0, 3.0, 3.0}, 1.0), 2.0);
  EXPECT_DOUBLE_EQ(crps_normal(3.0, 0.0, 5.5), 2.5);
}

TEST(Crps, OfTwoValuesByHand) {
  // F = ½ between 0 and 1: ∫ is ¼ over that stretch, and 1 over the stretch from 1 to 2 when the outcome is 2.
  EXPECT_DOUBLE_EQ(crps(Values{0.0, 1.0}, 0.5), 0.25);
  EXPECT_DOUBLE_EQ(crps(Values{0.0, 1.0}, 2.0), 1.25);
  EXPECT_DOUBLE_EQ(crps(Values{0.0, 1.0}, -1.0), 1.25);
}

TEST(Crps, IsThatOfTheEmpiricalDistribution) {
  std::mt19937_64 bits(5);
  std::lognormal_distribution<double> draw(0.0, 0.7);
  for (const std::size_t size : {2U, 7U, 60U}) {
    Values values(size);
    for (double& value : values) value = draw(bits);
    std::sort(values.begin(), values.end());
    for (const double outcome : {0.1, 1.0, values[1], 6.0}) {
      EXPECT_NEAR(crps(values, outcome), energy_form(values, outcome), 1e-12);
    }
  }
}

TEST(Crps, OfAUniform) {
  Values values(1000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = (static_cast<double>(i) + 0.5) / 1000.0;
  EXPECT_NEAR(crps(values, 0.3), (0.3 * 0.3 * 0.3 + 0.7 * 0.7 * 0.7) / 3.0, 1e-6);
}

TEST(CrpsNormal, HasItsPublishedValues) {
  // (√2 − 1) / √π at the centre; the others from crps_norm of the R package scoringRules.
  EXPECT_NEAR(crps_normal(0.0, 1.0, 0.0), (std::numbers::sqrt2 - 1.0) * std::numbers::inv_sqrtpi, 1e-15);
  EXPECT_NEAR(crps_normal(0.0, 1.0, 1.0), 0.6024414, 1e-7);
  EXPECT_NEAR(crps_normal(0.0, 1.0, -1.0), 0.6024414, 1e-7);
  EXPECT_NEAR(crps_normal(2.0, 3.0, 5.0), 3.0 * 0.6024414, 3e-7);
}

TEST(CrpsNormal, IsTheLimitOfManyValues) {
  const NormalForecast forecast{0.4, 2.0};
  const Values values = normal_values(forecast, 2000);
  for (const double outcome : {-6.0, 0.4, 1.0, 3.0}) {
    EXPECT_NEAR(crps(values, outcome), crps_normal(0.4, 2.0, outcome), 2e-4);
  }
}

/// How many standard errors worse than the truth a forecast scores on average, over the same standard normal outcomes.
/// Seed 1, n = 20 000.
double standard_errors_worse(const NormalForecast& forecast,
                             const std::function<double(const NormalForecast&, double)>& score) {
  constexpr int n = 20'000;
  std::mt19937_64 bits(1);
  std::normal_distribution<double> draw;
  double sum = 0.0;
  double squares = 0.0;
  for (int i = 0; i < n; ++i) {
    const double outcome = draw(bits);
    const double worse = score(forecast, outcome) - score({0.0, 1.0}, outcome);
    sum += worse;
    squares += worse * worse;
  }
  const double mean = sum / n;
  return mean / std::sqrt((squares / n - mean * mean) / n);
}

constexpr std::array<NormalForecast, 4> wrong_forecasts = {{{0.2, 1.0}, {-0.2, 1.0}, {0.0, 0.8}, {0.0, 1.25}}};

// Propriety. In the mean these forecasts lose 0.006 to 0.011, which is 13 standard errors or more at this n: a right
// score stays below 4 less than once in 10¹⁸.
TEST(Crps, IsBestForTheTruth) {
  for (const NormalForecast& wrong : wrong_forecasts) {
    EXPECT_GT(
        standard_errors_worse(wrong, [](const NormalForecast& forecast,
                                        double outcome) { return crps_normal(forecast.mean, forecast.sd, outcome); }),
        4.0)
        << wrong.mean << " " << wrong.sd;
  }
}

TEST(Crps, WithoutItsReturnForSpreadWouldBeImproper) {
  const auto expected_error = [](const NormalForecast& forecast, double outcome) {
    return crps_normal(forecast.mean, forecast.sd, outcome) + forecast.sd * std::numbers::inv_sqrtpi;
  };
  EXPECT_LT(standard_errors_worse({0.0, 0.8}, expected_error), -4.0);
}

TEST(Brier, KnowsTheCoinAndTheProphet) {
  EXPECT_EQ(brier(0.5, true), 0.25);
  EXPECT_EQ(brier(0.5, false), 0.25);
  EXPECT_EQ(brier(1.0, true), 0.0);
  EXPECT_EQ(brier(1.0, false), 1.0);
  EXPECT_DOUBLE_EQ(brier(0.9, true), 0.01);
}

TEST(Pit, CountsWhatIsBelowAndHalfOfWhatIsEqual) {
  const Values values = {1.0, 2.0, 2.0, 4.0};
  EXPECT_EQ(pit(values, 0.0), 0.0);
  EXPECT_EQ(pit(values, 1.5), 0.25);
  EXPECT_EQ(pit(values, 2.0), 0.5);
  EXPECT_EQ(pit(values, 4.0), 0.875);
  EXPECT_EQ(pit(values, 5.0), 1.0);
}

/// Chi-square of the PITs of standard normal outcomes in ten equal cells. Seed 2, n = 20 000.
double chi_square_of_pits(const NormalForecast& forecast) {
  constexpr int n = 20'000;
  const Values values = normal_values(forecast, 1000);
  std::mt19937_64 bits(2);
  std::normal_distribution<double> draw;
  std::array<int, 10> cells{};
  for (int i = 0; i < n; ++i) ++cells[static_cast<std::size_t>(std::min(10.0 * pit(values, draw(bits)), 9.0))];
  double sum = 0.0;
  for (const int count : cells) sum += (count - n / 10.0) * (count - n / 10.0) / (n / 10.0);
  return sum;
}

// 44.81 is passed by chance once in 10⁶ (9 degrees of freedom). An sd that is off by 6 % is seen.
TEST(Pit, IsUniformForTheTruthOnly) {
  EXPECT_LT(chi_square_of_pits({0.0, 1.0}), 44.81);
  EXPECT_GT(chi_square_of_pits({0.0, 0.94}), 44.81);
  EXPECT_GT(chi_square_of_pits({0.06, 1.0}), 44.81);
}

TEST(QuantileOf, IsLinearBetweenTheValues) {
  const Values values = {10.0, 20.0, 40.0, 80.0};  // at 1/8, 3/8, 5/8, 7/8
  EXPECT_DOUBLE_EQ(quantile_of(values, 0.125), 10.0);
  EXPECT_DOUBLE_EQ(quantile_of(values, 0.25), 15.0);
  EXPECT_DOUBLE_EQ(quantile_of(values, 0.5), 30.0);
  EXPECT_DOUBLE_EQ(quantile_of(values, 0.875), 80.0);
  EXPECT_DOUBLE_EQ(quantile_of(values, 0.0), 10.0);
  EXPECT_DOUBLE_EQ(quantile_of(values, 1.0), 80.0);
  EXPECT_DOUBLE_EQ(quantile_of(Values{7.0}, 0.9), 7.0);
}

TEST(CentralInterval, LeavesEqualTails) {
  const Values values = normal_values({0.0, 1.0}, 20'000);
  const CentralInterval middle = central_interval(values, 0.9);
  EXPECT_NEAR(middle.low, -1.644854, 1e-4);
  EXPECT_NEAR(middle.high, 1.644854, 1e-4);
  EXPECT_NEAR(middle.width(), 3.289707, 2e-4);
  EXPECT_TRUE(middle.covers(1.64));
  EXPECT_TRUE(middle.covers(middle.low));
  EXPECT_FALSE(middle.covers(-1.65));
}

}  // namespace
}  // namespace wafercast
