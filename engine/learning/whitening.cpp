#include <engine/learning/whitening.hpp>

#include <Eigen/Cholesky>

namespace wafercast {

bool whiten(Eigen::MatrixXf& drawn) {
  if (drawn.rows() < 2 * drawn.cols()) return false;
  drawn.rowwise() -= drawn.colwise().mean();
  Eigen::MatrixXf covariance = Eigen::MatrixXf::Zero(drawn.cols(), drawn.cols());
  covariance.selfadjointView<Eigen::Lower>().rankUpdate(drawn.transpose(), 1.0F / static_cast<float>(drawn.rows() - 1));
  const Eigen::LLT<Eigen::Ref<Eigen::MatrixXf>> factor(covariance);
  factor.matrixU().solveInPlace<Eigen::OnTheRight>(drawn);
  return true;
}

}  // namespace wafercast
