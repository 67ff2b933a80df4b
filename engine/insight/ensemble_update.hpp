#pragma once

#include <wafercast/insight/ensemble.hpp>

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

  /// Moves all members; `errors` draws a standard normal an observation.
  void apply(Ensemble& ensemble, const Sampler& errors, Threads threads) const;

  /// The draws that some observation says something of; the others are not touched.
  const std::vector<int>& informed() const { return informed_; }

 private:
  std::vector<int> informed_;
  double inflation_;
  Eigen::MatrixXd gain_;  ///< observations × informed draws
};

}  // namespace wafercast
