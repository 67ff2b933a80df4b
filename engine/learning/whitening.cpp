#include <engine/learning/whitening.hpp>

#include <Eigen/Cholesky>

#include <algorithm>

namespace wafercast {
namespace {

/// Blocks are taken several at a time: products of tall matrices are several times as fast.
constexpr std::size_t blocks_at_once = 8;

/// All rows of some blocks side by side: a row a member, a column a draw or an error.
class Columns {
 public:
  explicit Columns(EnsembleDraws draws) : draws_(draws), count_(draws.z.front().rows()) {
    for (const auto& step : draws.errors) count_ += step.front().rows();
  }

  Eigen::Index count() const { return count_; }
  std::size_t blocks() const { return draws_.z.size(); }

  Eigen::MatrixXd gather(std::size_t first) const {
    const std::size_t blocks = std::min(blocks_at_once, draws_.z.size() - first);
    Eigen::MatrixXd all(static_cast<Eigen::Index>(blocks) * block_lanes, count_);
    for_each(first, blocks, [&](Eigen::Index row, Eigen::Index column, LaneTable& table) {
      all.block(row, column, block_lanes, table.rows()) = matrix_of(table);
    });
    return all;
  }

  void scatter(std::size_t first, const Eigen::MatrixXd& all) const {
    const auto blocks = static_cast<std::size_t>(all.rows() / block_lanes);
    for_each(first, blocks, [&](Eigen::Index row, Eigen::Index column, LaneTable& table) {
      matrix_of(table) = all.block(row, column, block_lanes, table.rows());
    });
  }

 private:
  template <class Visit>
  void for_each(std::size_t first, std::size_t blocks, const Visit& visit) const {
    for (std::size_t b = 0; b < blocks; ++b) {
      const auto row = static_cast<Eigen::Index>(b) * block_lanes;
      Eigen::Index column = 0;
      visit(row, column, draws_.z[first + b]);
      column += draws_.z[first + b].rows();
      for (auto& step : draws_.errors) {
        visit(row, column, step[first + b]);
        column += step[first + b].rows();
      }
    }
  }

  EnsembleDraws draws_;
  Eigen::Index count_;
};

}  // namespace

bool whiten(EnsembleDraws draws) {
  const Columns columns(draws);
  const auto members = static_cast<double>(columns.blocks() * block_lanes);
  if (members < 2.0 * static_cast<double>(columns.count())) return false;

  Eigen::RowVectorXd mean = Eigen::RowVectorXd::Zero(columns.count());
  Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(columns.count(), columns.count());
  for (std::size_t first = 0; first < columns.blocks(); first += blocks_at_once) {
    const Eigen::MatrixXd all = columns.gather(first);
    mean += all.colwise().sum();
    covariance.selfadjointView<Eigen::Lower>().rankUpdate(all.transpose());
  }
  mean /= members;
  covariance.selfadjointView<Eigen::Lower>().rankUpdate(mean.transpose(), -members);
  covariance /= members - 1.0;
  const Eigen::LLT<Eigen::MatrixXd> factor(covariance);
  for (std::size_t first = 0; first < columns.blocks(); first += blocks_at_once) {
    Eigen::MatrixXd all = columns.gather(first).rowwise() - mean;
    factor.matrixU().solveInPlace<Eigen::OnTheRight>(all);
    columns.scatter(first, all);
  }
  return true;
}

}  // namespace wafercast
