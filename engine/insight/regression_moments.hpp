#pragma once

#include <Eigen/Core>

namespace wafercast {

/// Sums over paths, from which regressions and covariances follow. A row of x is a path's features, of y its series.
struct RegressionMoments {
  RegressionMoments(int features, int series)
      : x(Eigen::VectorXd::Zero(features)),
        y(Eigen::VectorXd::Zero(series)),
        yy(Eigen::VectorXd::Zero(series)),
        xy(Eigen::MatrixXd::Zero(features, series)),
        xx(Eigen::MatrixXd::Zero(features, features)) {}

  void add(const Eigen::MatrixXd& features, const Eigen::MatrixXd& results) {
    x += features.colwise().sum();
    y += results.colwise().sum();
    yy += results.colwise().squaredNorm();
    xy.noalias() += features.transpose() * results;
    xx.selfadjointView<Eigen::Lower>().rankUpdate(features.transpose());
  }

  RegressionMoments& operator+=(const RegressionMoments& other) {
    paths += other.paths;
    x += other.x;
    y += other.y;
    yy += other.yy;
    xy += other.xy;
    xx += other.xx;
    return *this;
  }

  Eigen::MatrixXd covariance_xy() const { return xy - x * y.transpose() / paths; }  ///< times paths, as the next
  Eigen::VectorXd variance_y() const { return (yy - y.cwiseAbs2() / paths).cwiseMax(0.0); }

  double paths = 0.0;
  Eigen::VectorXd x, y, yy;
  Eigen::MatrixXd xy;
  Eigen::MatrixXd xx;  ///< its lower triangle
};

/// Coefficients by feature and series, fitted to `all` without `held_out`. The ridge makes the normal equations
/// positive definite, whatever the draws; a feature that never varied gets the coefficient zero.
Eigen::MatrixXd fit_without(const RegressionMoments& all, const RegressionMoments& held_out, double ridge);

}  // namespace wafercast
