#pragma once

#include <engine/core/parallel.hpp>
#include <engine/learning/conditioning.hpp>
#include <engine/simulation/block.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

namespace wafercast {

/// A table of lanes seen as a matrix: a row a lane, a column a row of the table.
inline Eigen::Map<Eigen::MatrixXd> matrix_of(LaneTable& table) {
  return {table[0].data(), block_lanes, table.rows()};
}
inline Eigen::Map<const Eigen::MatrixXd> matrix_of(const LaneTable& table) {
  return {table[0].data(), block_lanes, table.rows()};
}

/// Sums over blocks with the same bits for any number of threads: `add(sum, block)` runs in order within chunks of a
/// fixed number of blocks, and the chunks are added in order. A Sum starts as a copy of `zero` and has +=.
template <class Sum, class Add>
Sum sum_over_blocks(std::int64_t blocks, Threads threads, const Sum& zero, const Add& add) {
  constexpr std::int64_t chunk = 8;
  std::vector<Sum> sums(static_cast<std::size_t>((blocks + chunk - 1) / chunk), zero);
  parallel_for(static_cast<std::int64_t>(sums.size()), threads, [&](int, std::int64_t index) {
    const std::int64_t end = std::min(blocks, (index + 1) * chunk);
    for (std::int64_t block = index * chunk; block < end; ++block) {
      add(sums[static_cast<std::size_t>(index)], static_cast<std::size_t>(block));
    }
  });
  Sum total = zero;
  for (const Sum& sum : sums) total += sum;
  return total;
}

/// Members' draws and what they miss of each observation: (value − predicted) / error, so that errors have variance 1
/// and a residual has the covariances of the prediction with the sign turned.
class Ensemble {
 public:
  /// Room for so many members; what they draw and predict is for others to say.
  Ensemble(int draws, int observations, std::int64_t members)
      : z(static_cast<std::size_t>(members / block_lanes), LaneTable(draws)),
        residual(z.size(), LaneTable(observations)) {}

  std::int64_t members() const { return block_lanes * blocks(); }
  std::int64_t blocks() const { return static_cast<std::int64_t>(z.size()); }

  /// Residuals of the present z's; those that are not wanted have no meaning then. A member with a prediction that is
  /// no number takes over the draws and residuals of the next member whose predictions all are: a resampling in which
  /// it has weight 0 and all others weigh the same. Answers how many there were; throws std::runtime_error, which says
  /// `when`, when more than one in a hundred.
  std::int64_t evaluate(const ObservationMap& map, const std::vector<Observation>& observations, Threads threads,
                        std::string_view when, ObservationMap::Wanted wanted = ObservationMap::Wanted::all);

  std::vector<LaneTable> z;         ///< by block: a row a draw
  std::vector<LaneTable> residual;  ///< by block: a row an observation
};

/// Of the residuals over the members, in errors of the observations.
struct ResidualMoments {
  Eigen::VectorXd mean;
  Eigen::MatrixXd covariance;
};

ResidualMoments residual_moments(const Ensemble& ensemble, Threads threads);

}  // namespace wafercast
