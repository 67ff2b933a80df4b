#pragma once

#include <engine/learning/ensemble.hpp>

#include <Eigen/Core>

#include <cstdint>
#include <vector>

namespace wafercast {

/// One step of the multiple data assimilation: z += K (d + √α e − predicted), which reads z −= C R⁻¹ (residual + √α e)
/// in residuals, with C the covariance of z and residual and R that of the residual plus α I. α is the inflation of the
/// observation errors.
class EnsembleUpdate {
 public:
  /// Estimates the gain from the ensemble. `localisation` as in ConditioningOptions.
  EnsembleUpdate(const Ensemble& ensemble, const ResidualMoments& residual, double inflation, double localisation,
                 Threads threads);

  /// Moves all members; `errors` holds a standard normal an observation for each of them, by block.
  void apply(Ensemble& ensemble, const std::vector<LaneTable>& errors, Threads threads) const;

 private:
  std::vector<int> informed_;
  double inflation_;
  Eigen::MatrixXd gain_;  ///< observations × informed draws
};

}  // namespace wafercast
