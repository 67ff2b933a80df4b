#pragma once

#include <engine/random/latin_hypercube.hpp>
#include <engine/random/sobol.hpp>
#include <engine/simulation/stages/sampler.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace wafercast {

/// Points that fill the space of draws evenly, so that figures need fewer of them.
enum class PointSet { latin_hypercube, sobol };

/// How the paths of a run are dealt out to independent sets of points: `turn` paths to the first, as many to the
/// second, and so on around. How far the sets' answers lie apart says how wrong their mean is.
struct PointSets {
  int count = 8;
  std::int64_t turn = block_lanes;  ///< a multiple of block_lanes
  std::int64_t points = 0;          ///< of one set: a Latin hypercube has to know; beyond them another one begins
  bool mirrored = true;             ///< every other half of a block is the half before it with all z's turned around
};

/// z's of points: of a Latin hypercube, which is even in each dimension by itself, or of Owen-scrambled Sobol points,
/// which are so in several together. A draw's permutations and scrambles depend on the seed, its name and the set. Of a
/// mirrored set whatever is odd in the draws has a mean of exactly zero.
class PointSampler final : public Sampler {
 public:
  /// Draw i is dimension `dimension_of[i]`, no two the same; what has none, −1 or beyond the last that there is, is
  /// drawn independently. Sobol's first dimensions are the evenest.
  PointSampler(PointSet set, std::uint64_t seed, const std::vector<DrawName>& draws, std::vector<int> dimension_of,
               PointSets sets);

  void fill(std::uint64_t first_path, LaneTable& z) const override;
  void fill_rows(std::uint64_t first_path, std::span<const int> rows, LaneTable& z) const override;

 private:
  void fill_row(std::uint64_t first_path, int row, LaneTable& z) const;
  void words(std::uint64_t first_point, int dimension, std::uint32_t key, std::span<std::uint32_t, block_lanes>) const;

  PointSets sets_;
  std::vector<int> dimension_of_;
  std::optional<SobolSequence> sobol_;
  std::optional<LatinHypercube> hypercube_;
  std::vector<std::uint32_t> keys_;  ///< by draw and set
  PhiloxSampler independent_;
};

}  // namespace wafercast
