#include <engine/insight/spread.hpp>

#include <engine/insight/draw_features.hpp>
#include <engine/insight/regression_moments.hpp>
#include <engine/simulation/simulate.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace wafercast {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

/// The pairs of groups, each with itself too, whose fits' products interactions are looked for in.
std::vector<std::pair<int, int>> pairs_of(std::size_t groups) {
  std::vector<std::pair<int, int>> pairs;
  for (int g = 0; g < static_cast<int>(groups); ++g) {
    for (int h = g; h < static_cast<int>(groups); ++h) pairs.emplace_back(g, h);
  }
  return pairs;
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

  void add(std::uint64_t first_path, RegressionMoments& moments) {
    moments.paths += read(first_path);
    moments.add(x_, y_);
  }

  /// What the groups' fits leave of each series, against their products: `interactions` has a moment a series.
  void add_interactions(std::uint64_t first_path, const MatrixXd& coefficients, const VectorXd& mean_x,
                        const VectorXd& mean_y, const std::vector<std::pair<int, int>>& pairs, int groups,
                        std::vector<RegressionMoments>& interactions) {
    const int sound = read(first_path);
    const MatrixXd centred = x_.rowwise() - mean_x.transpose();
    MatrixXd fits(block_lanes, groups);
    MatrixXd products(block_lanes, static_cast<Eigen::Index>(pairs.size()));
    for (std::size_t s = 0; s < interactions.size(); ++s) {
      const auto series = static_cast<Eigen::Index>(s);
      fits.setZero();
      for (Eigen::Index j = 0; j < centred.cols(); ++j) {
        fits.col(features_.group_of()[static_cast<std::size_t>(j)]) += centred.col(j) * coefficients(j, series);
      }
      for (std::size_t pair = 0; pair < pairs.size(); ++pair) {
        const auto& [g, h] = pairs[pair];
        products.col(static_cast<Eigen::Index>(pair)) = fits.col(g).cwiseProduct(fits.col(h));
      }
      // Both what is left and the series itself: the one is explained, the other is what the shares are of.
      MatrixXd results(block_lanes, 2);
      results.col(1) = y_.col(series).array() - mean_y(series);
      results.col(0) = results.col(1) - fits.rowwise().sum();
      for (int lane = 0; lane < block_lanes; ++lane) {
        if (sound_[static_cast<std::size_t>(lane)]) continue;
        products.row(lane).setZero();
        results.row(lane).setZero();
      }
      interactions[s].paths += sound;
      interactions[s].add(products, results);
    }
  }

 private:
  /// Fills x and y of a block; how many of its paths are sound.
  int read(std::uint64_t first_path) {
    const SeriesBlock& block = runner_.run(first_path, block_lanes);
    for (std::size_t s = 0; s < series_.size(); ++s) {
      y_.col(static_cast<Eigen::Index>(s)) = block.values[series_[s]].matrix();
    }
    mix_draws(first_path);
    features_.fill(z_, block.happened, runner_.drivers(), x_);
    int sound = 0;
    for (int lane = 0; lane < block_lanes; ++lane) {
      const bool is_sound = y_.row(lane).allFinite();
      sound_[static_cast<std::size_t>(lane)] = is_sound;
      if (is_sound) {
        ++sound;
      } else {
        y_.row(lane).setZero();
        x_.row(lane).setZero();
      }
    }
    return sound;
  }

  /// z as the drivers of the block saw it.
  void mix_draws(std::uint64_t first_path) {
    sampler_.fill(first_path, z_);
    for (const PlannedDependence& group : plan_.dependence) {
      std::vector<double*> rows;
      for (const int row : group.rows) rows.push_back(z_[row].data());
      group.apply(rows, z_);
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
  std::array<bool, block_lanes> sound_{};
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

RegressionMoments total(const std::vector<RegressionMoments>& batches) {
  RegressionMoments all = batches.front();
  for (std::size_t b = 1; b < batches.size(); ++b) all += batches[b];
  return all;
}

Decomposition decompose(const std::vector<RegressionMoments>& batches, const DrawFeatures& features, std::size_t groups,
                        const SpreadOptions& options) {
  const RegressionMoments all = total(batches);
  const auto count = static_cast<Eigen::Index>(batches.size());
  const Eigen::Index series = all.y.size();
  Decomposition parts{
      std::vector<MatrixXd>(static_cast<std::size_t>(series), MatrixXd::Zero(count, static_cast<Eigen::Index>(groups))),
      MatrixXd(count, series), MatrixXd(count, series), VectorXd(count)};
  parallel_for(count, options.threads, [&](int, std::int64_t b) {
    const RegressionMoments& batch = batches[static_cast<std::size_t>(b)];
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

/// Shares out what pairs of groups explain together: to each its half, which is what Shapley's value gives to two.
void share_interactions(const std::vector<std::vector<RegressionMoments>>& by_batch,
                        const std::vector<std::pair<int, int>>& pairs, const SpreadOptions& options,
                        Decomposition& parts) {
  for (std::size_t s = 0; s < parts.covariance.size(); ++s) {
    std::vector<RegressionMoments> batches;
    for (const auto& batch : by_batch) batches.push_back(batch[s]);
    const RegressionMoments all = total(batches);
    for (std::size_t b = 0; b < batches.size(); ++b) {
      const VectorXd coefficients = fit_without(all, batches[b], options.ridge).col(0);
      const VectorXd explained = coefficients.cwiseProduct(batches[b].covariance_xy().col(1));
      for (std::size_t pair = 0; pair < pairs.size(); ++pair) {
        const double half = explained(static_cast<Eigen::Index>(pair)) / 2.0;
        parts.covariance[s](static_cast<Eigen::Index>(b), pairs[pair].first) += half;
        parts.covariance[s](static_cast<Eigen::Index>(b), pairs[pair].second) += half;
      }
    }
  }
}

Spread spread_of(const SeriesKey& key, const Decomposition& parts, Eigen::Index series, const DrawGroups& groups) {
  const MatrixXd& covariance = parts.covariance[static_cast<std::size_t>(series)];
  const VectorXd variance = parts.variance.col(series);
  Spread spread{key, ratio(parts.sum.col(series), parts.paths), {}, {}, {}};
  // What rounding leaves of a constant's variance is no spread: of its mean, and of what it is the difference of, which
  // is about as large as its scale.
  const double mean = spread.mean.value;
  const double rounding = std::max(1e-13 * mean * mean, 1e-18 * key.scale * key.scale);
  const bool varies = variance.sum() > rounding * parts.paths.sum();
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
  std::vector<RegressionMoments> batches(static_cast<std::size_t>(options.batches),
                                         RegressionMoments(features.count(), static_cast<int>(series.size())));
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

  Decomposition parts = decompose(batches, features, groups.names.size(), options);
  const RegressionMoments all = total(batches);
  const auto pairs = pairs_of(groups.names.size());
  std::vector<std::vector<RegressionMoments>> interactions(
      batches.size(),
      std::vector<RegressionMoments>(series.size(), RegressionMoments(static_cast<int>(pairs.size()), 2)));
  parallel_for(options.batches, options.threads, [&](int slot, std::int64_t batch) {
    const auto b = static_cast<std::size_t>(batch);
    const MatrixXd coefficients = fit_without(all, batches[b], options.ridge);
    for (std::int64_t block = batch * blocks; block < (batch + 1) * blocks; ++block) {
      readers[static_cast<std::size_t>(slot)]->add_interactions(
          static_cast<std::uint64_t>(block * block_lanes), coefficients, all.x / all.paths, all.y / all.paths, pairs,
          static_cast<int>(groups.names.size()), interactions[b]);
    }
  });
  share_interactions(interactions, pairs, options, parts);
  Spreads spreads{{}, blocks * step, 0};
  spreads.failed_paths = spreads.paths - static_cast<std::int64_t>(parts.paths.sum());
  for (std::size_t s = 0; s < series.size(); ++s) {
    spreads.series.push_back(
        spread_of(plan.series[static_cast<std::size_t>(series[s])], parts, static_cast<Eigen::Index>(s), groups));
  }
  return spreads;
}

}  // namespace wafercast
