#include <engine/insight/difference.hpp>

#include <engine/core/sample_quantile.hpp>
#include <engine/forecast/probability.hpp>
#include <engine/forecast/series_summary.hpp>
#include <engine/simulation/block.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace wafercast {
namespace {

/// The pairs that are finite, with the path of each.
struct Pairs {
  std::vector<std::int64_t> path;
  Eigen::ArrayXd before, after;
};

Eigen::Map<const Eigen::VectorXd> vector_of(std::span<const double> values) {
  return {values.data(), static_cast<Eigen::Index>(values.size())};
}

Pairs sound_pairs(std::span<const double> first, std::span<const double> second, double limit) {
  const auto before = vector_of(first);
  const auto after = vector_of(second);
  Pairs pairs{{}, Eigen::ArrayXd(before.size()), Eigen::ArrayXd(before.size())};
  Eigen::Index kept = 0;
  for (Eigen::Index i = 0; i < before.size(); ++i) {
    if (!(std::abs(before[i]) < limit && std::abs(after[i]) < limit)) continue;
    pairs.path.push_back(i);
    pairs.before[kept] = before[i];
    pairs.after[kept++] = after[i];
  }
  pairs.before.conservativeResize(kept);
  pairs.after.conservativeResize(kept);
  return pairs;
}

SeriesSummary summarised(const Eigen::ArrayXd& values, double scale, double offset) {
  SeriesSummary summary(scale, offset);
  summary.add({values.data(), static_cast<std::size_t>(values.size())});
  return summary;
}

/// Variance over the paths of a figure's influence, and the standard error of the figure.
struct Influence {
  double own;
  double error;
};

Influence influence_of(const Eigen::ArrayXd& influence, const std::vector<std::int64_t>& path,
                       const PathGroups& grouped) {
  const auto paths = static_cast<double>(influence.size());
  const double mean = influence.mean();
  const double own = (influence - mean).square().sum() / std::max(1.0, paths - 1.0);
  const double members = grouped.members > 0 ? static_cast<double>(grouped.members) : paths;
  double variance = own / std::min(paths, members);
  if (grouped.groups > 1) {
    Eigen::ArrayXd sums = Eigen::ArrayXd::Zero(grouped.groups);
    Eigen::ArrayXd counts = Eigen::ArrayXd::Zero(grouped.groups);
    for (Eigen::Index i = 0; i < influence.size(); ++i) {
      const auto group = (path[static_cast<std::size_t>(i)] / block_lanes) % grouped.groups;
      sums[group] += influence[i] - mean;
      counts[group] += 1.0;
    }
    const Eigen::ArrayXd means = (counts > 0.0).select(sums / counts.max(1.0), 0.0);
    const auto groups = static_cast<double>(grouped.groups);
    const double between = means.square().sum() / (groups - 1.0);
    variance += std::max(0.0, between / groups - own / paths);
  }
  return {own, std::sqrt(variance)};
}

/// 1 / f at the median, from the quantiles beside it.
double spacing_at_median(const QuantileSketch& sketch) {
  constexpr double beside = 0.025;
  return (sketch.quantile(0.5 + beside) - sketch.quantile(0.5 - beside)) / (2.0 * beside);
}

Eigen::ArrayXd median_influence(const Eigen::ArrayXd& values, double median, double spacing) {
  return (values <= median).select(Eigen::ArrayXd::Constant(values.size(), -0.5 * spacing), 0.5 * spacing);
}

MetricLevel level_of(const SeriesSummary& summary, double offset) {
  const QuantileSketch& sketch = summary.sketch();
  const double mean = summary.distribution({}).mean.value;
  return {sketch.quantile(0.05) - offset, sketch.quantile(0.5) - offset, sketch.quantile(0.95) - offset, mean};
}

}  // namespace

Difference difference_of(std::span<const double> before, std::span<const double> after, double scale, double offset,
                         const PathGroups& grouped) {
  const Pairs pairs = sound_pairs(before, after, SeriesSummary::limit(scale) / 2.0);
  Difference difference{};
  difference.paths = pairs.before.size();
  if (difference.paths == 0) return difference;

  const SeriesSummary first = summarised(pairs.before, scale, offset);
  const SeriesSummary second = summarised(pairs.after, scale, offset);
  difference.before = level_of(first, offset);
  difference.after = level_of(second, offset);
  const Eigen::ArrayXd first_influence =
      median_influence(pairs.before, difference.before.p50, spacing_at_median(first.sketch()));
  const Eigen::ArrayXd second_influence =
      median_influence(pairs.after, difference.after.p50, spacing_at_median(second.sketch()));
  const Influence median = influence_of(second_influence - first_influence, pairs.path, grouped);
  difference.median = {difference.after.p50 - difference.before.p50, median.error};
  if (median.error > 0.0) {
    const double apart =
        influence_of(first_influence, pairs.path, {}).own + influence_of(second_influence, pairs.path, {}).own;
    difference.independent_draws = apart / (median.error * median.error);
  }

  const Eigen::ArrayXd change = pairs.after - pairs.before;
  const SeriesSummary changes = summarised(change, scale, 0.0);
  difference.mean = {change.mean(), influence_of(change, pairs.path, grouped).error};
  const QuantileSketch& sketch = changes.sketch();
  constexpr std::array ends = {0.01, 0.99};
  difference.histogram = changes.distribution(ends).histogram;
  difference.low = sketch.quantile(ends[0]);
  difference.high = sketch.quantile(ends[1]);
  difference.p5 = sketch.quantile(0.05);
  difference.p25 = sketch.quantile(0.25);
  difference.p50 = sketch.quantile(0.5);
  difference.p75 = sketch.quantile(0.75);
  difference.p95 = sketch.quantile(0.95);
  const auto part = [&](const Eigen::Array<bool, Eigen::Dynamic, 1>& hit) {
    Estimate share = share_of(hit.count(), difference.paths);
    share.error = std::max(share.error, influence_of(hit.cast<double>(), pairs.path, grouped).error);
    return share;
  };
  difference.higher = part(change > 0.0);
  difference.lower = part(change < 0.0);
  return difference;
}

double figure_error(std::span<const double> drawn, std::optional<double> probability, const PathGroups& grouped) {
  const auto all = vector_of(drawn);
  std::vector<std::int64_t> path;
  for (Eigen::Index i = 0; i < all.size(); ++i) {
    if (std::isfinite(all[i])) path.push_back(i);
  }
  const Eigen::VectorXd values = all(path);
  if (!probability) return influence_of(values.array(), path, grouped).error;
  std::vector<double> sorted(values.begin(), values.end());
  std::ranges::sort(sorted);
  const auto at = [&](double p) { return quantile_of(sorted, p); };
  // The density from quantiles beside it, nearer where the tail is near.
  const double beside = 0.25 * std::min({0.1, *probability, 1.0 - *probability});
  const double spacing = (at(*probability + beside) - at(*probability - beside)) / (2.0 * beside);
  const Eigen::ArrayXd below = (values.array() <= at(*probability)).cast<double>();
  return spacing * influence_of(below, path, grouped).error;
}

}  // namespace wafercast
