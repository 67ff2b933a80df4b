// Whitened members are exact where the map is linear; groups know nothing of each other.

#include <tests/engine/learning/observation_maps.hpp>

#include <gtest/gtest.h>

namespace wafercast {
namespace {

using namespace testing;

/// Twenty observations, each of a draw of its own.
const LambdaMap linear([](const LaneTable& z, LaneTable& observed) {
  for (int k = 0; k < observed_draws; ++k) observed[k] = z[k];
});

std::vector<Observation> observations() {
  std::vector<Observation> all;
  for (int k = 0; k < observed_draws; ++k) all.push_back({std::to_string(k), 0.5, 0.3});
  return all;
}

Posterior run(std::int64_t members, int groups) {
  return condition_draws(observed_draws + other_draws, linear, observations(),
                         {.members = members, .groups = groups, .threads = {2}});
}

/// What 16 bits leave of a moment that was exact: 0.00005 for each of 2,048 members.
constexpr double rounding = 1e-5;

// N(0, 1) with 0.5 ± 0.3 observed: mean 0.5 / 1.09, variance 0.09 / 1.09; and no noise in what nothing is said of,
// though there are only five members a draw. Without whitening each of the 400 would lose 1 % of its variance.
TEST(EnsembleGroups, WhitenedMembersAreExactWhereTheMapIsLinear) {
  const Posterior posterior = run(2048, 1);
  for (const int draw : {0, 19}) {
    EXPECT_NEAR(mean(posterior, draw), 0.5 / 1.09, rounding);
    EXPECT_NEAR(covariance(posterior, draw, draw), 0.09 / 1.09, rounding);
  }
  for (const int draw : {observed_draws, 250, observed_draws + other_draws - 1}) {
    EXPECT_NEAR(mean(posterior, draw), 0.0, rounding);
    EXPECT_NEAR(covariance(posterior, draw, draw), 1.0, rounding);
    EXPECT_NEAR(covariance(posterior, draw, 0), 0.0, rounding);
  }
}

// The first group of two is what it would be alone, but for the rounding to scales that all groups share.
TEST(EnsembleGroups, AreConditionedIndependently) {
  const Posterior alone = run(2048, 1);
  const Posterior both = run(4096, 2);
  ASSERT_EQ(both.z.blocks(), 2 * alone.z.blocks());
  for (std::size_t block = 0; block < alone.z.blocks(); ++block) {
    const LaneTable first = both.z.block(2 * block), second = both.z.block(2 * block + 1), one = alone.z.block(block);
    for (int row = 0; row < observed_draws + other_draws; ++row) {
      const double code = both.z.scales()[static_cast<std::size_t>(row)];
      ASSERT_LE((first[row] - one[row]).abs().maxCoeff(), 1.001 * code);
      ASSERT_GT((second[row] - one[row]).abs().maxCoeff(), 100.0 * code);
    }
  }
}

}  // namespace
}  // namespace wafercast
