#include <tests/engine/learning/quantised.hpp>

#include <engine/learning/conditioning.hpp>

#include <gtest/gtest.h>

namespace wafercast {
namespace {

/// Row i of path p is −(1000 i + p).
class CountingSampler final : public Sampler {
 public:
  void fill(std::uint64_t first_path, LaneTable& z) const override {
    for (int row = 0; row < z.rows(); ++row) {
      for (int lane = 0; lane < block_lanes; ++lane) {
        z[row][lane] = -(1000.0 * row + static_cast<double>(first_path) + lane);
      }
    }
  }
};

/// Two blocks of members; row i of member m is 1000 i + m + ½, but for what rounding leaves.
Posterior two_blocks() {
  Posterior posterior;
  posterior.members = 2 * block_lanes;
  std::vector<LaneTable> blocks;
  for (int block = 0; block < 2; ++block) {
    LaneTable& z = blocks.emplace_back(3);
    for (int row = 0; row < 3; ++row) {
      z[row] = Lanes::LinSpaced(0.0, block_lanes - 1.0) + (1000.0 * row + block * block_lanes + 0.5);
    }
  }
  posterior.z = testing::quantised(blocks);
  return posterior;
}

constexpr double rounding = 2128.0 / 65'534.0;  // of the largest

const std::vector<DrawName> posterior_draws = {{"price", 0}, {"yield", 0}, {"price", 7}};
const std::vector<DrawName> plan_draws = {{"unheard of", 0}, {"price", 7}, {"yield", 0}, {"price", 0}, {"price", 1}};

TEST(PosteriorSampler, FindsDrawsByNameAndStep) {
  const Posterior posterior = two_blocks();
  const CountingSampler fresh;
  LaneTable z(5);
  PosteriorSampler(plan_draws, fresh, posterior_draws, posterior).fill(block_lanes, z);
  for (int lane = 0; lane < block_lanes; ++lane) {
    const double member = block_lanes + lane;
    EXPECT_NEAR(z[1][lane], 2000.0 + member + 0.5, rounding);
    EXPECT_NEAR(z[2][lane], 1000.0 + member + 0.5, rounding);
    EXPECT_NEAR(z[3][lane], member + 0.5, rounding);
  }
}

TEST(PosteriorSampler, DrawsTheRestFresh) {
  const Posterior posterior = two_blocks();
  const CountingSampler fresh;
  LaneTable z(5);
  PosteriorSampler(plan_draws, fresh, posterior_draws, posterior).fill(10 * block_lanes, z);
  for (const int row : {0, 4}) {  // not held, another step
    for (int lane = 0; lane < block_lanes; ++lane) {
      EXPECT_EQ(z[row][lane], -(1000.0 * row + 10.0 * block_lanes + lane)) << row;
    }
  }
}

/// Draws that a member writes over are half of the time of drawing.
TEST(PosteriorSampler, AsksForNoDrawThatAMemberHolds) {
  class Listening final : public Sampler {
   public:
    void fill(std::uint64_t, LaneTable&) const override { ADD_FAILURE() << "asked for all rows"; }
    void fill_rows(std::uint64_t, std::span<const int> rows, LaneTable&) const override {
      EXPECT_EQ(std::vector<int>(rows.begin(), rows.end()), (std::vector<int>{0, 4}));
    }
  };
  const Posterior posterior = two_blocks();
  const Listening fresh;
  LaneTable z(5);
  PosteriorSampler(plan_draws, fresh, posterior_draws, posterior).fill(0, z);
}

TEST(PosteriorSampler, StartsOverAfterTheLastMember) {
  const Posterior posterior = two_blocks();
  const CountingSampler fresh;
  const PosteriorSampler sampler(plan_draws, fresh, posterior_draws, posterior);
  for (const std::uint64_t block : {0U, 1U, 2U, 5U}) {
    LaneTable z(5);
    sampler.fill(block * block_lanes, z);
    EXPECT_NEAR(z[3][0], static_cast<double>(block % 2) * block_lanes + 0.5, rounding) << block;
  }
}

}  // namespace
}  // namespace wafercast
