#include <wafercast/insight/spread.hpp>

#include <wafercast/insight/draw_features.hpp>
#include <wafercast/simulation/simulate.hpp>

#include <Eigen/Cholesky>

#include <cmath>

namespace wafercast {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Sums over paths, from which regressions and covariances follow. A row of x is a path's features, of y its series.
struct Moments {
  Moments(int features, int series)
      : x(VectorXd::Zero(features)),
        y(VectorXd::Zero(series)),
        yy(VectorXd::Zero(series)),
        xy(MatrixXd::Zero(features, series)),
        xx(MatrixXd::Zero(features, features)) {}

  void add(const MatrixXd& features, const MatrixXd& results) {
    x += features.colwise().sum();
    y += results.colwise().sum();
    yy += results.colwise().squaredNorm();
    xy.noalias() += features.transpose() * results;
    xx.selfadjointView<Eigen::Lower>().rankUpdate(features.transpose());
  }

  Moments& operator+=(const Moments& other) {
    paths += other.paths;
    x += other.x;
    y += other.y;
    yy += other.yy;
    xy += other.xy;
    xx += other.xx;
    return *this;
  }

  MatrixXd covariance_xy() const { return xy - x * y.transpose() / paths; }  ///< times paths, as the next
  VectorXd variance_y() const { return (yy - y.cwiseAbs2() / paths).cwiseMax(0.0); }

  double paths = 0.0;
  VectorXd x, y, yy;
  MatrixXd xy;
  MatrixXd xx;  ///< its lower triangle
};

/// Coefficients by feature and series, fitted to `all` without `held_out`. The ridge makes the normal equations
/// positive definite, whatever the draws; a feature that never varied gets the coefficient zero.
MatrixXd fit_without(const Moments& all, const Moments& held_out, double ridge) {
  const double paths = all.paths - held_out.paths;
  const VectorXd x = all.x - held_out.x;
  const VectorXd y = all.y - held_out.y;
  MatrixXd xx = all.xx - held_out.xx;
  xx.selfadjointView<Eigen::Lower>().rankUpdate(x, -1.0 / paths);
  for (Eigen::Index j = 0; j < xx.cols(); ++j) {
    const double variance = xx(j, j);
    xx(j, j) = variance > 1e-12 * paths ? (1.0 + ridge) * variance : paths;
  }
  const MatrixXd xy = all.xy - held_out.xy - x * y.transpose() / paths;
  return xx.selfadjointView<Eigen::Lower>().llt().solve(xy);
}

/// One worker's memory: simulates a block and adds it to a batch's moments.
class BlockReader {
 public:
  BlockReader(const Plan& plan, const Model& model, const Sampler& sampler, const std::vector<int>& series,
              const DrawFeatures& features)
      : plan_(plan),
        sampler_(sampler),
        series_(series),
        features_(features),
        runner_(plan, model, sampler),
        z_(static_cast<int>(plan.draws.size())),
        x_(block_lanes, features.count()),
        y_(block_lanes, static_cast<Eigen::Index>(series.size())) {}

  void add(std::uint64_t first_path, Moments& moments) {
    const SeriesBlock& block = runner_.run(first_path, block_lanes);
    for (std::size_t s = 0; s < series_.size(); ++s) {
      y_.col(static_cast<Eigen::Index>(s)) = block.values[series_[s]].matrix();
    }
    mix_draws(first_path);
    features_.fill(z_, block.happened, x_);
    int sound = 0;
    for (int lane = 0; lane < block_lanes; ++lane) {
      if (y_.row(lane).allFinite()) {
        ++sound;
      } else {
        y_.row(lane).setZero();
        x_.row(lane).setZero();
      }
    }
    moments.paths += sound;
    moments.add(x_, y_);
  }

 private:
  /// z as the drivers of the block saw it.
  void mix_draws(std::uint64_t first_path) {
    sampler_.fill(first_path, z_);
    for (const PlannedDependence& group : plan_.dependence) {
      std::vector<double*> rows;
      for (const int row : group.rows) rows.push_back(z_[row].data());
      group.copula.apply(rows, block_lanes);
    }
  }

  const Plan& plan_;
  const Sampler& sampler_;
  const std::vector<int>& series_;
  const DrawFeatures& features_;
  BlockRunner runner_;
  LaneTable z_;
  MatrixXd x_;
  MatrixXd y_;
};

/// Σ a / Σ b over batches, with the error of a ratio of sums.
Estimate ratio(const VectorXd& a, const VectorXd& b) {
  const auto batches = static_cast<double>(a.size());
  const double value = a.sum() / b.sum();
  const double residual = (a - value * b).squaredNorm();
  return {value, std::sqrt(residual * batches / (batches - 1.0)) / b.sum()};
}

/// What the batches say: a row a batch.
struct Decomposition {
  std::vector<MatrixXd> covariance;  ///< by series: batch × group, of the group's fit and the series; times paths
  MatrixXd variance;                 ///< batch × series, times paths
  MatrixXd sum;                      ///< batch × series
  VectorXd paths;                    ///< by batch
};

Decomposition decompose(const std::vector<Moments>& batches, const DrawFeatures& features, std::size_t groups,
                        const SpreadOptions& options) {
  Moments all = batches.front();
  for (std::size_t b = 1; b < batches.size(); ++b) all += batches[b];
  const auto count = static_cast<Eigen::Index>(batches.size());
  const Eigen::Index series = all.y.size();
  Decomposition parts{
      std::vector<MatrixXd>(static_cast<std::size_t>(series), MatrixXd::Zero(count, static_cast<Eigen::Index>(groups))),
      MatrixXd(count, series), MatrixXd(count, series), VectorXd(count)};
  parallel_for(count, options.threads, [&](int, std::int64_t b) {
    const Moments& batch = batches[static_cast<std::size_t>(b)];
    const MatrixXd explained = fit_without(all, batch, options.ridge).cwiseProduct(batch.covariance_xy());
    for (Eigen::Index j = 0; j < explained.rows(); ++j) {
      const int group = features.group_of()[static_cast<std::size_t>(j)];
      for (Eigen::Index s = 0; s < series; ++s)
        parts.covariance[static_cast<std::size_t>(s)](b, group) += explained(j, s);
    }
    parts.variance.row(b) = batch.variance_y();
    parts.sum.row(b) = batch.y;
    parts.paths(b) = batch.paths;
  });
  return parts;
}

Spread spread_of(const SeriesKey& key, const Decomposition& parts, Eigen::Index series, const DrawGroups& groups) {
  const MatrixXd& covariance = parts.covariance[static_cast<std::size_t>(series)];
  const VectorXd variance = parts.variance.col(series);
  Spread spread{key, ratio(parts.sum.col(series), parts.paths), {}, {}, {}};
  // What rounding leaves of a constant's variance is no spread.
  const double mean = spread.mean.value;
  const bool varies = variance.sum() > 1e-13 * mean * mean * parts.paths.sum();
  for (std::size_t g = 0; g < groups.names.size(); ++g) {
    const Eigen::Index column = static_cast<Eigen::Index>(g);
    spread.groups.push_back({groups.names[g], varies ? ratio(covariance.col(column), variance) : Estimate{}});
  }
  if (!varies) return spread;
  const Estimate squared = ratio(variance, parts.paths);
  spread.sd = {std::sqrt(squared.value), squared.error / (2.0 * std::sqrt(squared.value))};
  spread.remainder = ratio(variance - covariance.rowwise().sum(), variance);
  return spread;
}

}  // namespace

Spreads explain_spread(const Plan& plan, const Model& model, const Sampler& sampler, const std::vector<int>& series,
                       const DrawGroups& groups, const SpreadOptions& options) {
  const DrawFeatures features(plan, groups);
  const std::int64_t step = static_cast<std::int64_t>(options.batches) * block_lanes;
  const std::int64_t blocks = std::max<std::int64_t>(1, (options.paths + step - 1) / step);  // of a batch
  std::vector<Moments> batches(static_cast<std::size_t>(options.batches),
                               Moments(features.count(), static_cast<int>(series.size())));
  std::vector<std::unique_ptr<BlockReader>> readers;
  for (int slot = 0; slot < worker_slots(options.threads); ++slot) {
    readers.push_back(std::make_unique<BlockReader>(plan, model, sampler, series, features));
  }
  parallel_for(options.batches, options.threads, [&](int slot, std::int64_t batch) {
    for (std::int64_t block = batch * blocks; block < (batch + 1) * blocks; ++block) {
      readers[static_cast<std::size_t>(slot)]->add(static_cast<std::uint64_t>(block * block_lanes),
                                                   batches[static_cast<std::size_t>(batch)]);
    }
  });

  const Decomposition parts = decompose(batches, features, groups.names.size(), options);
  Spreads spreads{{}, blocks * step, 0};
  spreads.failed_paths = spreads.paths - static_cast<std::int64_t>(parts.paths.sum());
  for (std::size_t s = 0; s < series.size(); ++s) {
    spreads.series.push_back(
        spread_of(plan.series[static_cast<std::size_t>(series[s])], parts, static_cast<Eigen::Index>(s), groups));
  }
  return spreads;
}

}  // namespace wafercast
