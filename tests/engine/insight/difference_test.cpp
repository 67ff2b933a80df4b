// Differences on common draws: what they say of known pairs, and whether their errors are true.

#include <engine/insight/difference.hpp>
#include <engine/simulation/block.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace wafercast {
namespace {

/// Two lognormals that share most of what drives them.
struct Pair {
  std::vector<double> before, after;
};

Pair lognormal_pair(std::uint64_t seed, std::size_t paths, double shared, double median_after) {
  std::mt19937_64 engine(seed);
  std::normal_distribution<double> normal;
  Pair pair{std::vector<double>(paths), std::vector<double>(paths)};
  for (std::size_t i = 0; i < paths; ++i) {
    const double z = normal(engine);
    const double own = shared * z + std::sqrt(1.0 - shared * shared) * normal(engine);
    pair.before[i] = 100.0 * std::exp(0.2 * z);
    pair.after[i] = median_after * std::exp(0.2 * own);
  }
  return pair;
}

TEST(Difference, OfTheSameIsZeroWithoutError) {
  const Pair pair = lognormal_pair(1, 6400, 1.0, 100.0);
  const Difference same = difference_of(pair.before, pair.before, 128.0, 0.0, {});
  EXPECT_EQ(same.median.value, 0.0);
  EXPECT_EQ(same.median.error, 0.0);
  EXPECT_EQ(same.mean.error, 0.0);
  EXPECT_EQ(same.higher.value + same.lower.value, 0.0);
  EXPECT_EQ(same.independent_draws, 0.0);
}

TEST(Difference, OfAFactorIsKnownFarBetterThanEitherLevel) {
  const Pair pair = lognormal_pair(1, 64'000, 1.0, 90.0);
  const Difference difference = difference_of(pair.before, pair.after, 128.0, 0.0, {});
  EXPECT_NEAR(difference.median.value, -10.0, 0.1);
  EXPECT_NEAR(difference.mean.value, -10.0 * std::exp(0.02), 4.0 * difference.mean.error);
  EXPECT_NEAR(difference.p50, -10.0, 0.05);
  EXPECT_EQ(difference.lower.value, 1.0);
  EXPECT_EQ(difference.higher.value, 0.0);
  EXPECT_GT(difference.independent_draws, 100.0 * 64'000);
}

TEST(Difference, LeavesOutPairsThatAreNotFinite) {
  Pair pair = lognormal_pair(1, 640, 1.0, 90.0);
  pair.before[3] = std::numeric_limits<double>::quiet_NaN();
  pair.after[5] = std::numeric_limits<double>::infinity();
  const Difference difference = difference_of(pair.before, pair.after, 128.0, 0.0, {});
  EXPECT_EQ(difference.paths, 638);
  EXPECT_TRUE(std::isfinite(difference.mean.value));
  std::ranges::fill(pair.before, std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(difference_of(pair.before, pair.after, 128.0, 0.0, {}).paths, 0);
}

// 400 seeds of 6,400 paths: the scatter of a figure over seeds against the error that each states. The ratio of the two
// is 1 within 3.5 % (one standard error of a standard deviation from 400); the bounds lie 4 of these away, so that the
// test errs in fewer than one case in ten thousand.
TEST(Difference, StatesTrueErrors) {
  constexpr int seeds = 400;
  Eigen::ArrayXd median(seeds), mean(seeds), higher(seeds), median_error(seeds), mean_error(seeds), higher_error(seeds);
  for (int seed = 0; seed < seeds; ++seed) {
    const Pair pair = lognormal_pair(static_cast<std::uint64_t>(seed) + 1, 6400, 0.9, 95.0);
    const Difference difference = difference_of(pair.before, pair.after, 128.0, 0.0, {});
    median[seed] = difference.median.value;
    mean[seed] = difference.mean.value;
    higher[seed] = difference.higher.value;
    median_error[seed] = difference.median.error;
    mean_error[seed] = difference.mean.error;
    higher_error[seed] = difference.higher.error;
  }
  const auto ratio = [](const Eigen::ArrayXd& figure, const Eigen::ArrayXd& error) {
    return std::sqrt((figure - figure.mean()).square().sum() / (seeds - 1) / error.square().mean());
  };
  EXPECT_NEAR(ratio(median, median_error), 1.0, 0.14);
  EXPECT_NEAR(ratio(mean, mean_error), 1.0, 0.14);
  EXPECT_NEAR(ratio(higher, higher_error), 1.0, 0.14);
}

// Groups that were learnt apart differ by more than their draws: the error has to hold that.
TEST(Difference, HoldsTheChanceOfTheEnsemble) {
  constexpr int groups = 8;
  Pair pair = lognormal_pair(1, groups * block_lanes * 50, 1.0, 90.0);
  const double without = difference_of(pair.before, pair.after, 128.0, 0.0, {}).mean.error;
  for (std::size_t i = 0; i < pair.after.size(); ++i) {
    const auto group = (i / block_lanes) % groups;
    pair.after[i] += group % 2 == 0 ? 3.0 : -3.0;
  }
  const Difference difference = difference_of(
      pair.before, pair.after, 128.0, 0.0, {.groups = groups, .members = static_cast<std::int64_t>(pair.after.size())});
  EXPECT_NEAR(difference.mean.error, 3.0 / std::sqrt(groups - 1.0), 0.1);
  EXPECT_LT(without, 0.1);
}

}  // namespace
}  // namespace wafercast
