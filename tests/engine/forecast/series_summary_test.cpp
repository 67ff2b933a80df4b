#include <tests/engine/forecast/draws.hpp>

#include <engine/forecast/series_summary.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace wafercast {
namespace {

using test::draws;
using test::Shape;

SeriesSummary summary_of(const std::vector<double>& values, double scale) {
  SeriesSummary summary(scale);
  for (std::size_t start = 0; start < values.size(); start += 64) {
    summary.add(std::span(values).subspan(start, std::min<std::size_t>(64, values.size() - start)));
  }
  return summary;
}

TEST(SeriesSummary, MomentsAreThoseOfTheDraws) {
  const Shape shape{"margin", [](double z) { return 0.71 + 0.004 * z; }};
  const auto values = draws(shape, 10'001, 4);
  const Distribution distribution = summary_of(values, 1.0).distribution(reported_probabilities);
  const auto count = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  double squares = 0.0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  EXPECT_EQ(distribution.paths, 10'001);
  EXPECT_NEAR(distribution.mean.value, mean, 1e-13);
  EXPECT_NEAR(distribution.sd.value, std::sqrt(squares / (count - 1.0)), 1e-10);
  EXPECT_NEAR(distribution.mean.error, distribution.sd.value / std::sqrt(count), 1e-12);
  EXPECT_EQ(distribution.minimum, *std::min_element(values.begin(), values.end()));
  EXPECT_EQ(distribution.maximum, *std::max_element(values.begin(), values.end()));
}

TEST(SeriesSummary, ErrorOfTheSdKnowsHeavyTails) {
  const Shape normal{"normal", [](double z) { return 10.0 + z; }};
  const Shape heavy{"lognormal", [](double z) { return std::exp(z); }};
  const auto ratio = [](const Shape& shape) {
    const auto sd = summary_of(draws(shape, 100'000, 5), 1.0).distribution(reported_probabilities).sd;
    return sd.error / (sd.value / std::sqrt(2.0 * 100'000));
  };
  EXPECT_NEAR(ratio(normal), 1.0, 0.02);
  EXPECT_GT(ratio(heavy), 3.0);
}

TEST(SeriesSummary, ConstantsAreExact) {
  for (const double constant : {0.1, -3.3, 1e9 / 3.0}) {
    const Distribution distribution =
        summary_of(std::vector<double>(1000, constant), 0x1p4).distribution(reported_probabilities);
    EXPECT_EQ(distribution.mean.value, constant);
    EXPECT_EQ(distribution.sd.value, 0.0);
    EXPECT_EQ(distribution.sd.error, 0.0);
    for (const auto& [p, estimate] : distribution.quantiles) {
      EXPECT_EQ(estimate.value, constant);
      EXPECT_EQ(estimate.error, 0.0);
    }
    EXPECT_EQ(distribution.histogram[histogram_cells / 2], 1000);
  }
}

TEST(SeriesSummary, HistogramHoldsEveryPath) {
  const Shape shape{"lognormal", [](double z) { return std::exp(0.2 * z); }};
  const auto cells = summary_of(draws(shape, 12'345, 6), 1.0).distribution(reported_probabilities).histogram;
  ASSERT_EQ(cells.size(), static_cast<std::size_t>(histogram_cells));
  EXPECT_EQ(std::accumulate(cells.begin(), cells.end(), std::int64_t{0}), 12'345);
  EXPECT_GE(*std::min_element(cells.begin(), cells.end()), 0);
  const auto peak = std::max_element(cells.begin(), cells.end()) - cells.begin();
  EXPECT_GE(peak, 4);
  EXPECT_LE(peak, 8);
}

TEST(SeriesSummary, ScalingByAPowerOfTwoScalesEverything) {
  const Shape shape{"lognormal", [](double z) { return std::exp(0.2 * z); }};
  auto values = draws(shape, 1000, 7);
  const Distribution small = summary_of(values, 1.0).distribution(reported_probabilities);
  for (double& value : values) value *= 0x1p33;
  const Distribution large = summary_of(values, 0x1p33).distribution(reported_probabilities);
  EXPECT_EQ(large.mean.value, small.mean.value * 0x1p33);
  EXPECT_EQ(large.sd.value, small.sd.value * 0x1p33);
  EXPECT_EQ(large.quantiles.at(0.05).value, small.quantiles.at(0.05).value * 0x1p33);
}

TEST(SeriesSummary, OnePathSaysNothingOfItsError) {
  const Distribution one = summary_of({2.5}, 1.0).distribution(reported_probabilities);
  EXPECT_EQ(one.mean.value, 2.5);
  EXPECT_TRUE(std::isinf(one.mean.error));
  EXPECT_TRUE(std::isinf(one.quantiles.at(0.5).error));
  EXPECT_EQ(SeriesSummary(1.0).distribution(reported_probabilities).paths, 0);
}

TEST(SeriesSummary, TakesPowersOfTwoAsScalesOnly) {
  EXPECT_THROW(SeriesSummary(3.0), std::invalid_argument);
  EXPECT_THROW(SeriesSummary(-2.0), std::invalid_argument);
  EXPECT_THROW(SeriesSummary(0.0), std::invalid_argument);
  EXPECT_NO_THROW(SeriesSummary(0x1p-10));
}

}  // namespace
}  // namespace wafercast
