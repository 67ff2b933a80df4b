#include <wafercast/insight/effective_sample_size.hpp>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>

#include <cmath>

namespace wafercast {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Mean square of a movement, in variances of the prior.
constexpr double negligible_movement = 1e-3;

struct Gaussian {
  VectorXd mean;
  MatrixXd covariance;
};

/// Blocks of y: lanes × directions.
using Projections = std::vector<MatrixXd>;

Projections project(const Ensemble& ensemble, const MatrixXd& directions, Threads threads) {
  Projections y(ensemble.z.size());
  parallel_for(ensemble.blocks(), threads, [&](int, std::int64_t index) {
    const auto block = static_cast<std::size_t>(index);
    y[block].noalias() = matrix_of(ensemble.z[block]) * directions;
  });
  return y;
}

Gaussian fit(const Projections& y, Threads threads) {
  const auto blocks = static_cast<std::int64_t>(y.size());
  const auto n = static_cast<double>(blocks * block_lanes);
  const Index dimension = y.front().cols();
  Gaussian fitted;
  const auto add_values = [&](VectorXd& sum, std::size_t block) { sum += y[block].colwise().sum().transpose(); };
  fitted.mean = sum_over_blocks<VectorXd>(blocks, threads, VectorXd::Zero(dimension), add_values) / n;
  const auto add_squares = [&](MatrixXd& sum, std::size_t block) {
    const MatrixXd centred = y[block].rowwise() - fitted.mean.transpose();
    sum.noalias() += centred.transpose() * centred;
  };
  const MatrixXd zero = MatrixXd::Zero(dimension, dimension);
  fitted.covariance = sum_over_blocks(blocks, threads, zero, add_squares) / (n - 1.0);
  return fitted;
}

/// Up to a constant, member by member.
VectorXd log_weights(const Ensemble& ensemble, const Projections& y, const Gaussian& proposal, Threads threads) {
  const Eigen::LLT<MatrixXd> factor(proposal.covariance);
  VectorXd log_weight(ensemble.members());
  parallel_for(ensemble.blocks(), threads, [&](int, std::int64_t index) {
    const auto block = static_cast<std::size_t>(index);
    const MatrixXd centred = (y[block].rowwise() - proposal.mean.transpose()).transpose();
    const VectorXd residual_squares = matrix_of(ensemble.residual[block]).rowwise().squaredNorm();
    const VectorXd proposal_squares = factor.matrixL().solve(centred).colwise().squaredNorm().transpose();
    log_weight.segment<block_lanes>(index * block_lanes) =
        -0.5 * (residual_squares + y[block].rowwise().squaredNorm() - proposal_squares);
  });
  return log_weight;
}

}  // namespace

MatrixXd moved_directions(const MatrixXd& moves) {
  // The smaller of the two products of the columns has the same eigenvalues as the second moment itself.
  const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(moves.transpose() * moves);
  const VectorXd& movement = solver.eigenvalues();  // ascending
  const Index kept = (movement.array() > negligible_movement).count();
  return moves * solver.eigenvectors().rightCols(kept) * movement.tail(kept).cwiseSqrt().cwiseInverse().asDiagonal();
}

double effective_sample_size(const Ensemble& ensemble, const MatrixXd& directions, Threads threads) {
  if (ensemble.members() <= 2 * directions.cols()) return 0.0;
  const Projections y = project(ensemble, directions, threads);
  const VectorXd log_weight = log_weights(ensemble, y, fit(y, threads), threads);
  const Eigen::ArrayXd weight = (log_weight.array() - log_weight.maxCoeff()).exp();
  return weight.sum() * weight.sum() / weight.square().sum();
}

}  // namespace wafercast
