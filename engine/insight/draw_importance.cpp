#include <engine/insight/draw_importance.hpp>

#include <engine/insight/series_draws.hpp>

#include <Eigen/Core>

#include <cstddef>

namespace wafercast {
namespace {

/// Mean 0 and length 1; all zero where nothing varies.
void standardise(Eigen::Ref<Eigen::VectorXd> values) {
  const Eigen::Array<bool, Eigen::Dynamic, 1> finite = values.array().isFinite();
  const auto count = static_cast<double>(finite.count());
  if (count < 2.0) {
    values.setZero();
    return;
  }
  const double mean = finite.select(values.array(), 0.0).sum() / count;
  values = finite.select(values.array() - mean, 0.0);
  const double length = values.norm();
  if (length > 0.0) values /= length;
}

}  // namespace

std::vector<double> draw_importance(const Plan& plan, const Model& model, const Sampler& sampler,
                                    const std::vector<int>& series, std::int64_t paths, Threads threads) {
  if (series.empty()) return std::vector<double>(plan.draws.size(), 0.0);
  Eigen::MatrixXd values = draw_series(plan, model, sampler, series, paths, threads);
  for (Eigen::Index column = 0; column < values.cols(); ++column) standardise(values.col(column));
  const auto draws = static_cast<Eigen::Index>(plan.draws.size());
  Eigen::MatrixXd products = Eigen::MatrixXd::Zero(draws, values.cols());
  LaneTable z(static_cast<int>(draws));
  for (Eigen::Index first = 0; first + block_lanes <= values.rows(); first += block_lanes) {
    sampler.fill(static_cast<std::uint64_t>(first), z);
    const Eigen::Map<const Eigen::MatrixXd> rows(z[0].data(), block_lanes, draws);
    products.noalias() += rows.transpose() * values.middleRows(first, block_lanes);
  }
  // Of z's with variance 1, the correlation is product / √paths.
  const Eigen::VectorXd importance = products.rowwise().squaredNorm() / static_cast<double>(values.rows());
  return {importance.begin(), importance.end()};
}

}  // namespace wafercast
