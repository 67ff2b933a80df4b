#include <engine/learning/ensemble_update.hpp>

#include <Eigen/Cholesky>

#include <cmath>

namespace wafercast {
namespace {

struct DrawSums {
  Eigen::MatrixXd cross;  ///< observations × draws: centred residual times z
  Eigen::ArrayXd z, z_squared;

  DrawSums& operator+=(const DrawSums& other) {
    cross += other.cross;
    z += other.z;
    z_squared += other.z_squared;
    return *this;
  }
};

DrawSums draw_sums(const Ensemble& ensemble, const Eigen::VectorXd& residual_mean, Threads threads) {
  const Eigen::Index draws = ensemble.z.front().rows();
  const DrawSums zero{Eigen::MatrixXd::Zero(residual_mean.size(), draws), Eigen::ArrayXd::Zero(draws),
                      Eigen::ArrayXd::Zero(draws)};
  return sum_over_blocks(ensemble.blocks(), threads, zero, [&](DrawSums& sums, std::size_t block) {
    const auto z = matrix_of(ensemble.z[block]);
    const Eigen::MatrixXd centred = matrix_of(ensemble.residual[block]).rowwise() - residual_mean.transpose();
    sums.cross.noalias() += centred.transpose() * z;
    sums.z += z.colwise().sum().transpose().array();
    sums.z_squared += z.colwise().squaredNorm().transpose().array();
  });
}

/// Covariances of residuals and draws (observations × draws), zero where the correlation is within `limit` of zero.
Eigen::MatrixXd localised_covariance(const Ensemble& ensemble, const ResidualMoments& residual, double limit,
                                     Threads threads) {
  const auto n = static_cast<double>(ensemble.members());
  const DrawSums sums = draw_sums(ensemble, residual.mean, threads);
  const Eigen::ArrayXd z_sd = ((sums.z_squared - sums.z.square() / n) / (n - 1.0)).sqrt();
  const Eigen::ArrayXd residual_sd = residual.covariance.diagonal().array().sqrt();
  const Eigen::ArrayXXd covariance = sums.cross.array() / (n - 1.0);
  const Eigen::ArrayXXd least = limit * (residual_sd.matrix() * z_sd.matrix().transpose()).array();
  return (covariance.abs() > least).select(covariance, 0.0);
}

}  // namespace

EnsembleUpdate::EnsembleUpdate(const Ensemble& ensemble, const ResidualMoments& residual, double inflation,
                               double localisation, Threads threads)
    : inflation_(inflation) {
  const double limit = localisation / std::sqrt(static_cast<double>(ensemble.members()));
  const Eigen::MatrixXd all = localised_covariance(ensemble, residual, limit, threads);
  for (Eigen::Index draw = 0; draw < all.cols(); ++draw) {
    if ((all.col(draw).array() != 0.0).any()) informed_.push_back(static_cast<int>(draw));
  }
  if (informed_.empty()) return;  // Eigen's triangular solver takes no empty matrix
  Eigen::MatrixXd total = residual.covariance;
  total.diagonal().array() += inflation;
  gain_ = Eigen::LLT<Eigen::MatrixXd>(total).solve(all(Eigen::all, informed_));
}

void EnsembleUpdate::apply(Ensemble& ensemble, const std::vector<LaneTable>& errors, Threads threads) const {
  if (informed_.empty()) return;
  const double error_scale = std::sqrt(inflation_);
  parallel_for(ensemble.blocks(), threads, [&](int, std::int64_t index) {
    const auto block = static_cast<std::size_t>(index);
    const Eigen::MatrixXd perturbed = matrix_of(ensemble.residual[block]) + error_scale * matrix_of(errors[block]);
    const Eigen::MatrixXd move = perturbed * gain_;
    for (std::size_t i = 0; i < informed_.size(); ++i) {
      ensemble.z[block][informed_[i]] -= move.col(static_cast<Eigen::Index>(i)).array();
    }
  });
}

}  // namespace wafercast
