#include <tests/engine/learning/quantised.hpp>

#include <engine/simulation/stages/sampler.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace wafercast {
namespace {

constexpr int draws = 3;
constexpr std::size_t blocks = 64;

/// Standard normals; those of the second draw ten times as far from zero, those of the last zero.
std::vector<LaneTable> drawn() {
  const PhiloxSampler sampler(1, {{"a", 0}, {"b", 0}, {"c", 0}});
  std::vector<LaneTable> all(blocks, LaneTable(draws));
  for (std::size_t block = 0; block < blocks; ++block) {
    sampler.fill(block * block_lanes, all[block]);
    all[block][1] *= 10.0;
    all[block][2].setZero();
  }
  return all;
}

/// Half a code at most, and all halves are used: |error| is uniform, so that its greatest over 4,096 is nearly that.
TEST(QuantisedDraws, MoveNothingByMoreThanHalfACode) {
  const std::vector<LaneTable> all = drawn();
  const QuantisedDraws rounded = testing::quantised(all);
  ASSERT_EQ(rounded.draws(), static_cast<std::size_t>(draws));
  ASSERT_EQ(rounded.blocks(), blocks);
  for (int draw = 0; draw < draws; ++draw) {
    double largest = 0.0, moved = 0.0;
    for (std::size_t block = 0; block < blocks; ++block) {
      largest = std::max(largest, all[block][draw].abs().maxCoeff());
      moved = std::max(moved, (rounded.block(block)[draw] - all[block][draw]).abs().maxCoeff());
    }
    EXPECT_LE(moved, 1.01 * largest / 65'534.0) << draw;  // single precision moves some a little farther
    EXPECT_GE(moved, 0.9 * largest / 65'534.0) << draw;
    EXPECT_NEAR(rounded.scales()[static_cast<std::size_t>(draw)], largest / 32'767.0, 1e-7 * largest / 32'767.0);
  }
}

TEST(QuantisedDraws, ThreadsDoNotShow) {
  const std::vector<LaneTable> all = drawn();
  const QuantisedDraws one = testing::quantised(all), three = testing::quantised(all, {3});
  EXPECT_EQ(one.scales(), three.scales());
  EXPECT_TRUE(std::ranges::equal(one.codes(), three.codes()));
}

TEST(QuantisedDraws, LieInAQuarterOfTheMemory) {
  const QuantisedDraws rounded = testing::quantised(drawn());
  EXPECT_EQ(4 * rounded.codes().size_bytes(), blocks * draws * sizeof(Lanes));
}

}  // namespace
}  // namespace wafercast
