#include <wafercast/insight/effective_sample_size.hpp>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>

namespace wafercast {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Columns that turn centred residuals of the prior into independent variables of variance 1.
MatrixXd whitening(const MatrixXd& covariance) {
  constexpr double negligible = 1e-10;  // as a part of the largest variance: rounding of sums of squares
  const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(covariance);
  const VectorXd& variances = solver.eigenvalues();  // ascending
  const Index kept = (variances.array() > negligible * variances.tail(1)(0)).count();
  return solver.eigenvectors().rightCols(kept) * variances.tail(kept).cwiseSqrt().cwiseInverse().asDiagonal();
}

}  // namespace

double effective_sample_size(const Ensemble& ensemble, const ResidualMoments& prior, const ResidualMoments& posterior,
                             Threads threads) {
  const MatrixXd whiten = whitening(prior.covariance);
  if (whiten.cols() == 0) return static_cast<double>(ensemble.members());
  if (ensemble.members() <= 2 * whiten.cols()) return 0.0;
  const VectorXd mean = whiten.transpose() * (posterior.mean - prior.mean);
  const Eigen::LLT<MatrixXd> proposal(whiten.transpose() * posterior.covariance * whiten);
  VectorXd log_weight(ensemble.members());
  parallel_for(ensemble.blocks(), threads, [&](int, std::int64_t index) {
    const auto residual = matrix_of(ensemble.residual[static_cast<std::size_t>(index)]);
    const MatrixXd y = whiten.transpose() * (residual.rowwise() - prior.mean.transpose()).transpose();
    const MatrixXd scaled = proposal.matrixL().solve(y.colwise() - mean);
    log_weight.segment<block_lanes>(index * block_lanes) =
        -0.5 * (residual.rowwise().squaredNorm() + y.colwise().squaredNorm().transpose() -
                scaled.colwise().squaredNorm().transpose());
  });
  const Eigen::ArrayXd weight = (log_weight.array() - log_weight.maxCoeff()).exp();
  return weight.sum() * weight.sum() / weight.square().sum();
}

}  // namespace wafercast
