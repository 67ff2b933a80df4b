// Whitened members are exact where the map is linear; groups know nothing of each other.

#include <tests/engine/learning/observation_maps.hpp>

#include <gtest/gtest.h>

#include <cstring>

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

// N(0, 1) with 0.5 ± 0.3 observed: mean 0.5 / 1.09, variance 0.09 / 1.09; and no noise in what nothing is said of,
// though there are only five members a draw. Without whitening each of the 400 would lose 1 % of its variance.
TEST(EnsembleGroups, WhitenedMembersAreExactWhereTheMapIsLinear) {
  const Posterior posterior = run(2048, 1);
  for (const int draw : {0, 19}) {
    EXPECT_NEAR(mean(posterior, draw), 0.5 / 1.09, 1e-9);
    EXPECT_NEAR(covariance(posterior, draw, draw), 0.09 / 1.09, 1e-9);
  }
  for (const int draw : {observed_draws, 250, observed_draws + other_draws - 1}) {
    EXPECT_NEAR(mean(posterior, draw), 0.0, 1e-9);
    EXPECT_NEAR(covariance(posterior, draw, draw), 1.0, 1e-9);
    EXPECT_NEAR(covariance(posterior, draw, 0), 0.0, 1e-9);
  }
}

// The first group of two is what it would be alone.
TEST(EnsembleGroups, AreConditionedIndependently) {
  const Posterior alone = run(2048, 1);
  const Posterior both = run(4096, 2);
  ASSERT_EQ(both.z.size(), 2 * alone.z.size());
  for (std::size_t block = 0; block < alone.z.size(); ++block) {
    for (int row = 0; row < observed_draws + other_draws; ++row) {
      const Lanes& first = both.z[2 * block][row];
      ASSERT_EQ(std::memcmp(first.data(), alone.z[block][row].data(), sizeof(double) * block_lanes), 0);
      ASSERT_NE(std::memcmp(first.data(), both.z[2 * block + 1][row].data(), sizeof(double) * block_lanes), 0);
    }
  }
}

}  // namespace
}  // namespace wafercast
