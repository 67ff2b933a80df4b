#include <engine/insight/regression_moments.hpp>

#include <Eigen/Cholesky>

namespace wafercast {

Eigen::MatrixXd fit_without(const RegressionMoments& all, const RegressionMoments& held_out, double ridge) {
  const double paths = all.paths - held_out.paths;
  const Eigen::VectorXd x = all.x - held_out.x;
  const Eigen::VectorXd y = all.y - held_out.y;
  Eigen::MatrixXd xx = all.xx - held_out.xx;
  xx.selfadjointView<Eigen::Lower>().rankUpdate(x, -1.0 / paths);
  for (Eigen::Index j = 0; j < xx.cols(); ++j) {
    const double variance = xx(j, j);
    xx(j, j) = variance > 1e-12 * paths ? (1.0 + ridge) * variance : paths;
  }
  const Eigen::MatrixXd xy = all.xy - held_out.xy - x * y.transpose() / paths;
  return xx.selfadjointView<Eigen::Lower>().llt().solve(xy);
}

}  // namespace wafercast
