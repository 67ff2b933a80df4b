#include <engine/record/pooling.hpp>

#include <gtest/gtest.h>

namespace wafercast {
namespace {

// All of one age, so that each counts alike.
ForecastErrors at_two(double beliefs, double record) {
  return {.horizon = 2, .age = 0, .beliefs = beliefs, .record = record};
}

TEST(Pooling, HoldsToThePriorBeforeAnythingIsScored) {
  const auto pooled = pooled_by_horizon({}, 8, {.weight = 0.1});
  ASSERT_EQ(pooled.size(), 8U);
  EXPECT_EQ(pooled[0].weight, 0.0) << "one quarter ahead both start from the outlook";
  for (std::size_t h = 1; h < 8; ++h) {
    EXPECT_DOUBLE_EQ(pooled[h].weight, 0.1);
    EXPECT_EQ(pooled[h].bias, 0.0);
    EXPECT_EQ(pooled[h].forecasts, 0);
  }
}

// Beliefs miss by ±0.1, the record by ±0.2 the other way: without a bias, the best mixture is two to one, beyond what
// beliefs are given. With as many forecasts as the prior is worth, the weight lies half way to it.
TEST(Pooling, EarnsAWeightByLeastSquaresWithinAHalf) {
  const std::vector<ForecastErrors> errors = {at_two(0.1, -0.2), at_two(-0.1, 0.2)};
  EXPECT_DOUBLE_EQ(pooled_by_horizon(errors, 2, {.weight = 0.1, .forecasts = 2.0})[1].weight, (0.5 + 0.1) / 2.0);
}

TEST(Pooling, EarnsNothingWhereTheRecordWasRight) {
  const std::vector<ForecastErrors> errors = {at_two(0.3, 0.0), at_two(-0.3, 0.0)};
  EXPECT_DOUBLE_EQ(pooled_by_horizon(errors, 2, {.weight = 0.1, .forecasts = 2.0})[1].weight, 0.05);
}

TEST(Pooling, ShrinksTheBiasAndForgets) {
  const std::vector<ForecastErrors> errors = {at_two(0.2, 0.0), at_two(0.2, 0.0)};
  EXPECT_DOUBLE_EQ(pooled_by_horizon(errors, 2, {})[1].bias, 0.4 / (2.0 + bias_forecasts));
  std::vector<ForecastErrors> older = errors;
  older[0].age = 1;
  EXPECT_DOUBLE_EQ(pooled_by_horizon(older, 2, {.memory = 0.5})[1].bias, 0.3 / (1.5 + bias_forecasts));
}

}  // namespace
}  // namespace wafercast
