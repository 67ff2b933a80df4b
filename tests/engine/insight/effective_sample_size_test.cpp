#include "observation_maps.hpp"

#include <gtest/gtest.h>

namespace wafercast {
namespace {

using namespace testing;

double share_of_members(int draws, const ObservationMap& map, const std::vector<Observation>& observations,
                        std::int64_t members = 8192) {
  return condition_draws(draws, map, observations, {.members = members}).effective_sample_size /
         static_cast<double>(members);
}

/// Estimation alone costs 3 (3 + 3) / 8192 = 0.2 % for three observations; the noise of the gains adds to it.
TEST(EffectiveSampleSize, IsNearTheMembersWhereTheMapIsLinear) {
  const LambdaMap map([](const LaneTable& z, LaneTable& observed) {
    for (int k = 0; k < 3; ++k) observed[k] = z[k] + 0.5 * z[k + 1] + 0.25 * z[k + 2];
  });
  EXPECT_GT(share_of_members(10, map, {{"a", 1.0, 0.5}, {"b", 0.0, 0.5}, {"c", -1.0, 0.5}}), 0.95);
}

/// Errors of a thirtieth of the prior's sd: directions that are not quite those of the observations would show.
TEST(EffectiveSampleSize, IsNearTheMembersWhereDataAreSharpAndDrawsMany) {
  constexpr int draws = 200;
  const LambdaMap map([](const LaneTable& z, LaneTable& observed) {
    observed[0] = observed[1] = Lanes::Zero();
    for (int row = 0; row < draws; ++row) observed[row % 2] += 0.1 * z[row];
  });
  const std::vector<Observation> observations = {{"a", 0.7, 0.03}, {"b", -0.4, 0.03}};
  const ConditioningOptions options{.members = 8192, .localisation = 0.0};
  EXPECT_GT(condition_draws(draws, map, observations, options).effective_sample_size, 0.95 * 8192);
}

/// Ten observations of three draws: combinations of them are certain beforehand.
TEST(EffectiveSampleSize, LeavesOutWhatThePriorIsSureOf) {
  const LambdaMap map([](const LaneTable& z, LaneTable& observed) {
    for (int k = 0; k < 10; ++k) observed[k] = z[k % 3] + (0.1 * k) * z[(k + 1) % 3];
  });
  std::vector<Observation> observations;
  for (int k = 0; k < 10; ++k) observations.push_back({std::to_string(k), 0.3, 1.0});
  EXPECT_GT(share_of_members(3, map, observations), 0.95);
}

TEST(EffectiveSampleSize, IsThatOfThePriorWhereNothingIsSaid) {
  const LambdaMap map([](const LaneTable&, LaneTable& observed) { observed[0] = 2.0; });
  EXPECT_EQ(share_of_members(1, map, {{"constant", 2.0, 0.5}}), 1.0);
}

/// z² says nothing of the sign: no correlation, no move, and the prior's members rarely have the likelihood they need.
TEST(EffectiveSampleSize, IsLowWhereThePosteriorHasTwoModes) {
  const LambdaMap map([](const LaneTable& z, LaneTable& observed) { observed[0] = z[0].square(); });
  EXPECT_LT(share_of_members(1, map, {{"square", 4.0, 0.2}}), 0.1);
}

/// The kink of a minimum and a sharp error leave a banana that no Gaussian covers.
TEST(EffectiveSampleSize, IsLowerWhereTheMapIsCurved) {
  const LambdaMap map([](const LaneTable& z, LaneTable& observed) { observed[0] = z[0].min(z[1]); });
  const double share = share_of_members(2, map, {{"minimum", 0.5, 0.1}});
  EXPECT_LT(share, 0.7);
  EXPECT_GT(share, 0.01);
}

TEST(EffectiveSampleSize, IsUnknownWithFewMembers) {
  const LambdaMap map([](const LaneTable& z, LaneTable& observed) {
    for (int k = 0; k < 40; ++k) observed[k] = z[k];
  });
  std::vector<Observation> observations;
  for (int k = 0; k < 40; ++k) observations.push_back({std::to_string(k), 0.0, 0.5});
  EXPECT_EQ(share_of_members(40, map, observations, 64), 0.0);
}

}  // namespace
}  // namespace wafercast
