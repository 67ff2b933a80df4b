#pragma once

#include <Eigen/Core>

namespace wafercast {

/// One step of the multiple data assimilation: z += K (d + √α e − predicted), which reads z −= C R⁻¹ (residual + √α e)
/// in residuals, with C the covariance of z and residual and R that of the residual plus α I. α is the inflation of the
/// observation errors. A row a member.
class EnsembleUpdate {
 public:
  /// Estimates the gain from the ensemble. `localisation` as in ConditioningOptions.
  EnsembleUpdate(const Eigen::Ref<const Eigen::MatrixXf>& z, const Eigen::MatrixXd& residual, double inflation,
                 double localisation);

  /// Moves all members; `errors` holds a standard normal an observation for each of them.
  void apply(const Eigen::MatrixXd& residual, const Eigen::MatrixXf& errors, Eigen::Ref<Eigen::MatrixXf> z) const;

 private:
  double inflation_;
  Eigen::MatrixXf gain_;  ///< observations × draws
};

}  // namespace wafercast
