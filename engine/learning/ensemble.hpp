#pragma once

#include <engine/learning/conditioning.hpp>
#include <engine/simulation/block.hpp>

#include <Eigen/Core>

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace wafercast {

/// A worker's memory for what members predict, used again and again.
struct EvaluationMemory {
  EvaluationMemory(const ObservationMap& map, int draws, int observations)
      : workspace(map.workspace()), z(draws), predicted(observations) {}

  std::unique_ptr<ObservationMap::Workspace> workspace;
  LaneTable z, predicted;
};

/// Members' draws and what they miss of each observation: (value − predicted) / error, so that errors have variance 1
/// and a residual has the covariances of the prediction with the sign turned. A row a member.
///
/// Draws are kept in single precision, whose 24 bits are eight more than a posterior keeps of them: products of tall
/// matrices of floats take half the time, and half the memory.
class Ensemble {
 public:
  /// Room for so many members; what they draw and predict is for others to say.
  Ensemble(int draws, int observations, int steps, std::int64_t members)
      : drawn(members, draws + steps * observations), residual(members, observations), draws_(draws) {}

  Eigen::Index members() const { return drawn.rows(); }
  Eigen::Index blocks() const { return members() / block_lanes; }

  auto z() { return drawn.leftCols(draws_); }
  auto z() const { return drawn.leftCols(draws_); }

  /// Standard normals by which the predictions of a step are perturbed: a column an observation.
  auto errors(int step) const { return drawn.middleCols(draws_ + step * residual.cols(), residual.cols()); }

  /// Residuals of the present z's; those that are not wanted have no meaning then. A member with a prediction that is
  /// no number takes over the draws and residuals of the next member whose predictions all are: a resampling in which
  /// it has weight 0 and all others weigh the same. Answers how many there were; throws std::runtime_error, which says
  /// `when`, when more than one in a hundred.
  std::int64_t evaluate(const ObservationMap& map, const std::vector<Observation>& observations,
                        EvaluationMemory& memory, std::string_view when,
                        ObservationMap::Wanted wanted = ObservationMap::Wanted::all);

  Eigen::MatrixXf drawn;     ///< z's, and after them the errors of each step
  Eigen::MatrixXd residual;  ///< a column an observation

 private:
  int draws_;
};

/// Of the residuals over the members, in errors of the observations.
struct ResidualMoments {
  Eigen::VectorXd mean;
  Eigen::MatrixXd covariance;
};

ResidualMoments moments_of(const Eigen::MatrixXd& residual);

}  // namespace wafercast
