#pragma once

#include <engine/learning/quantised_draws.hpp>

#include <vector>

namespace wafercast::testing {

/// Blocks of one group, rounded.
inline QuantisedDraws quantised(const std::vector<LaneTable>& blocks, Threads threads = {1}) {
  Eigen::MatrixXf z(static_cast<Eigen::Index>(blocks.size()) * block_lanes, blocks.front().rows());
  for (std::size_t block = 0; block < blocks.size(); ++block) {
    const auto first = static_cast<Eigen::Index>(block) * block_lanes;
    for (int draw = 0; draw < z.cols(); ++draw) {
      z.col(draw).segment<block_lanes>(first) = blocks[block][draw].matrix().cast<float>();
    }
  }
  return {{z}, threads};
}

}  // namespace wafercast::testing
