#pragma once

#include <engine/random/streams.hpp>
#include <engine/simulation/block.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace wafercast {

/// One row of z: a named stream at one step.
struct DrawName {
  std::string stream;
  std::uint32_t step;
};

/// Where a block's standard normals come from. Plain Monte Carlo, quasi-Monte Carlo and a posterior ensemble are
/// interchangeable behind this: nothing later knows which it was.
class Sampler {
 public:
  virtual ~Sampler() = default;

  /// Fills row i of `z` with draw i of the plan for paths first_path … first_path + block_lanes − 1.
  virtual void fill(std::uint64_t first_path, LaneTable& z) const = 0;

  /// The same for some rows. The others may be filled too: for a caller who writes them afterwards, and to whom draws
  /// that are thrown away cost time.
  virtual void fill_rows(std::uint64_t first_path, std::span<const int>, LaneTable& z) const { fill(first_path, z); }

  /// Blocks this far apart read the same memory, so that they are quicker one after another; 0 where none do.
  virtual std::int64_t period_blocks() const { return 0; }
};

/// Independent draws by Philox: draw i of a path depends on the seed, the row's name and the path alone.
class PhiloxSampler final : public Sampler {
 public:
  PhiloxSampler(std::uint64_t seed, const std::vector<DrawName>& draws);

  void fill(std::uint64_t first_path, LaneTable& z) const override;
  void fill_rows(std::uint64_t first_path, std::span<const int> rows, LaneTable& z) const override;

 private:
  struct Row {
    Stream stream;
    std::uint32_t step;
  };
  void fill_row(std::uint64_t first_path, int row, LaneTable& z) const;

  std::vector<Row> rows_;
};

}  // namespace wafercast
