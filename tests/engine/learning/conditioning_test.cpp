#include <tests/engine/learning/observation_maps.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace wafercast {
namespace {

using namespace testing;

bool same_bits(const Posterior& a, const Posterior& b) {
  bool same = a.members == b.members && a.groups == b.groups && a.z.scales() == b.z.scales() &&
              std::ranges::equal(a.z.codes(), b.z.codes());
  for (std::size_t k = 0; k < a.fits.size(); ++k) {
    same = same && a.fits[k].posterior_mean == b.fits[k].posterior_mean &&
           a.fits[k].posterior_sd == b.fits[k].posterior_sd;
  }
  return same;
}

/// Each of three observations is a curved function of a few of twenty draws.
const LambdaMap curved([](const LaneTable& z, LaneTable& observed) {
  observed[0] = (0.3 * z[0] + 0.2 * z[1]).exp();
  observed[1] = (0.3 * z[0] + 0.2 * z[2]).exp();
  observed[2] = z[3].min(z[4]);
});
const std::vector<Observation> curved_data = {{"a", 1.2, 0.1}, {"b", 0.9, 0.1}, {"c", -0.2, 0.3}};

Posterior run_curved(int threads, std::uint64_t seed) {
  return condition_draws(20, curved, curved_data, {.members = 4224, .groups = 2, .threads = {threads}}, seed);
}

TEST(Conditioning, ThreadsDoNotShow) {
  const Posterior one = run_curved(1, 1);
  for (const int threads : {2, 3, 8}) EXPECT_TRUE(same_bits(run_curved(threads, 1), one)) << threads;
}

TEST(Conditioning, TheSeedShows) {
  EXPECT_FALSE(same_bits(run_curved(1, 1), run_curved(1, 2)));
}

// z ~ N(0, 1), seen as 1 ± 1: N(1/2, 1/2). Then what is learnt later, 3 ± 1, gives half of its way to what the members
// say by then: its target is 3 + ½ (½ − 3) = 7/4, and z ~ N(½ + ⅓ · 5/4, ⅓). Linear and whitened, so exact but for the
// third of a per cent that the steps' errors leave.
TEST(Conditioning, LearnsTheLaterTowardsATargetThatIsPooled) {
  const LambdaMap map([](const LaneTable& z, LaneTable& observed) { observed[0] = observed[1] = z[0]; });
  const std::vector<Observation> observations = {
      {"first", 1.0, 1.0}, {.name = "later", .value = 3.0, .error = 1.0, .later = true, .pooled = {{1, 0.5, 3.0}}}};
  const Posterior posterior = condition_draws(1, map, observations, {.members = 4096});
  EXPECT_NEAR(mean(posterior, 0), 0.5 + 1.25 / 3.0, 0.01);
  EXPECT_NEAR(covariance(posterior, 0, 0), 1.0 / 3.0, 0.01);
}

TEST(Conditioning, RefusesDataThatContradictThePriorWorstFirst) {
  const LambdaMap map([](const LaneTable& z, LaneTable& observed) {
    observed[0] = 8.2 + 0.9 * z[0];
    observed[1] = z[1];
    observed[2] = 0.7 + 0.01 * z[2];
  });
  const std::vector<Observation> observations = {
      {"revenue FY24Q2", 14.51, 0.1}, {"quiet", 2.0, 1.0}, {"margin FY24Q2", 0.9, 0.01}};
  try {
    condition_draws(3, map, observations, {.members = 4096});
    FAIL() << "accepted";
  } catch (const ConflictError& error) {
    ASSERT_EQ(error.conflicts().size(), 2u);
    EXPECT_EQ(error.conflicts()[0].observation.name, "margin FY24Q2");
    EXPECT_STREQ(error.what(),
                 "margin FY24Q2: 0.9 reported, the prior says 0.7 ± 0.01, 14.1 sigmas away\n"
                 "revenue FY24Q2: 14.51 reported, the prior says 8.2 ± 0.9, 7.0 sigmas away");
  }
  EXPECT_NO_THROW(condition_draws(3, map, observations, {.members = 4096, .conflict = 20.0}));
}

/// The first draw is observed; the map has no value where the second lies above a limit.
LambdaMap undefined_above(double limit) {
  return LambdaMap([limit](const LaneTable& z, LaneTable& observed) {
    observed[0] = (z[1] > limit).select(Lanes::Constant(std::numeric_limits<double>::quiet_NaN()), z[0]);
  });
}

/// P(z > 2.5) = 0.6 %. The posterior of the first draw is N(0.8, 0.2); 6 standard errors of its mean are 0.042, of its
/// variance 0.027.
TEST(Conditioning, MembersWithoutAPredictionGiveWayToOthers) {
  const Posterior posterior =
      condition_draws(2, undefined_above(2.5), {{"y", 1.0, 0.5}}, {.members = 4096, .localisation = 5.0});
  EXPECT_GT(posterior.replaced, 10);
  EXPECT_LT(posterior.replaced, 41);
  for (std::size_t block = 0; block < posterior.z.blocks(); ++block) {
    EXPECT_TRUE((posterior.z.block(block)[1] <= 2.5).all());
  }
  EXPECT_NEAR(mean(posterior, 0), 0.8, 0.042);
  EXPECT_NEAR(covariance(posterior, 0, 0), 0.2, 0.027);
}

TEST(Conditioning, RefusesTooManyMembersWithoutAPrediction) {
  try {
    condition_draws(2, undefined_above(2.0), {{"y", 1.0, 0.5}}, {.members = 4096});
    FAIL() << "accepted";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(),
                 "95 of 4096 members predict nothing finite under the prior (1 % may), most of them of y");
  }
}

}  // namespace
}  // namespace wafercast
