// Twenty observations, each of a draw of its own, and 400 draws that none depends on. With 256 members the gain of such
// a draw for each observation is noise of 1/√256, and every observation takes about 1/256 of its variance: 8 % for
// twenty. Localisation keeps the 0.3 % largest entries, which hold 3 % of that. The mean of the 400 variances has a
// standard error of √(2 / (255 · 400)) = 0.0044; the limit is five, a false alarm in 2·10⁶ seeds.
#include <tests/engine/learning/observation_maps.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace wafercast {
namespace {

using namespace testing;

constexpr double five_errors = 0.022;

double mean_variance_of_others(double localisation) {
  const LambdaMap map([](const LaneTable& z, LaneTable& observed) {
    for (int k = 0; k < observed_draws; ++k) observed[k] = z[k];
  });
  std::vector<Observation> observations;
  for (int k = 0; k < observed_draws; ++k) observations.push_back({std::to_string(k), 0.5, 0.3});
  const ConditioningOptions options{.members = 256, .localisation = localisation, .threads = {1}};
  const Posterior posterior = condition_draws(observed_draws + other_draws, map, observations, options);
  double sum = 0.0;
  for (int draw = 0; draw < other_draws; ++draw) {
    sum += covariance(posterior, observed_draws + draw, observed_draws + draw);
  }
  return sum / other_draws;
}

TEST(Localisation, KeepsTheVarianceOfWhatNothingIsSaidOf) {
  EXPECT_NEAR(mean_variance_of_others(3.0), 1.0, five_errors);
}

TEST(Localisation, WithoutItVarianceIsLost) {
  EXPECT_LT(mean_variance_of_others(0.0), 1.0 - five_errors);
}

}  // namespace
}  // namespace wafercast
