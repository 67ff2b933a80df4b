#pragma once

#include <engine/random/sobol.hpp>
#include <engine/simulation/stages/sampler.hpp>

#include <cstdint>
#include <vector>

namespace wafercast {

/// How the paths of a run are dealt out to independent scrambles of one sequence: `turn` paths to the first, as many to
/// the second, and so on around. How far the scrambles' answers lie apart says how wrong their mean is.
struct Replicates {
  int count = 8;
  std::int64_t turn = block_lanes;  ///< a multiple of block_lanes
};

/// Owen-scrambled Sobol points: paths that fill the space of draws evenly, so that means and quantiles need fewer of
/// them. Draw i of the list is dimension i; its scrambles depend on the seed, the draw's name and the replicate. What
/// cannot have a dimension, beyond the 3,667 there are, is drawn by Philox.
class SobolSampler final : public Sampler {
 public:
  SobolSampler(std::uint64_t seed, const std::vector<DrawName>& draws, Replicates replicates);

  void fill(std::uint64_t first_path, LaneTable& z) const override;
  void fill_rows(std::uint64_t first_path, std::span<const int> rows, LaneTable& z) const override;

 private:
  void fill_row(std::uint64_t first_path, int row, LaneTable& z) const;

  Replicates replicates_;
  SobolSequence sequence_;
  std::vector<std::uint32_t> keys_;  ///< by draw and replicate
  PhiloxSampler beyond_;
};

}  // namespace wafercast
