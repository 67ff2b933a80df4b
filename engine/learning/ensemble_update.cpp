#include <engine/learning/ensemble_update.hpp>

#include <engine/learning/ensemble.hpp>

#include <Eigen/Cholesky>

#include <cmath>

namespace wafercast {
namespace {

/// Zero where the correlation is within `least` of zero.
void localise(double least, const Eigen::Ref<const Eigen::MatrixXf>& z, const ResidualMoments& residual,
              Eigen::MatrixXd& covariance) {
  const Eigen::MatrixXd centred = (z.rowwise() - z.colwise().mean()).cast<double>();
  const Eigen::RowVectorXd z_sd = centred.colwise().norm() / std::sqrt(static_cast<double>(z.rows() - 1));
  const Eigen::VectorXd residual_sd = residual.covariance.diagonal().cwiseSqrt();
  const Eigen::ArrayXXd bound = (least * residual_sd * z_sd).array();
  covariance = (covariance.array().abs() > bound).select(covariance, 0.0);
}

}  // namespace

EnsembleUpdate::EnsembleUpdate(const Eigen::Ref<const Eigen::MatrixXf>& z, const Eigen::MatrixXd& residual,
                               double inflation, double localisation)
    : inflation_(inflation) {
  const auto members = static_cast<double>(z.rows());
  const ResidualMoments moments = moments_of(residual);
  const Eigen::MatrixXf centred = (residual.rowwise() - moments.mean.transpose()).cast<float>();
  Eigen::MatrixXd covariance = (centred.transpose() * z).cast<double>() / (members - 1.0);
  if (localisation > 0.0) localise(localisation / std::sqrt(members), z, moments, covariance);
  Eigen::MatrixXd total = moments.covariance;
  total.diagonal().array() += inflation;
  gain_ = Eigen::LLT<Eigen::MatrixXd>(total).solve(covariance).cast<float>();
}

void EnsembleUpdate::apply(const Eigen::MatrixXd& residual, const Eigen::MatrixXf& errors,
                           Eigen::Ref<Eigen::MatrixXf> z) const {
  const Eigen::MatrixXf perturbed = residual.cast<float>() + static_cast<float>(std::sqrt(inflation_)) * errors;
  z.noalias() -= perturbed * gain_;
}

}  // namespace wafercast
