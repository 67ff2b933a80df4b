#pragma once

#include <engine/forecast/forecast.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace wafercast {

/// How a run drew from a posterior's groups: the paths of block b are those of group b mod `groups`, and paths beyond
/// the members repeat them. Without a posterior: one group, and as many members as paths.
struct PathGroups {
  int groups = 1;
  std::int64_t members = 0;
};

/// A metric in a period under one scenario.
struct MetricLevel {
  double p5, p50, p95;
  double mean;
};

/// How far a metric moves from one scenario to another, on the same draws: path i of the one and path i of the other
/// share theirs, so what they have in common cancels from every error.
struct Difference {
  std::int64_t paths = 0;  ///< that are sound in both
  MetricLevel before, after;
  Estimate median;                ///< the median after minus the median before
  Estimate mean;                  ///< of after − before
  double p5, p25, p50, p75, p95;  ///< of after − before, path by path
  std::vector<std::int64_t>
      histogram{};                 ///< of it, in equal cells between `low` and `high`; the outer cells take the tails
  double low = 0.0, high = 0.0;    ///< its p1 and p99
  Estimate higher, lower;          ///< the parts of the paths on which it is above, and below
  double independent_draws = 0.0;  ///< how many paths two runs of their own draws would take for the median's error;
                                   ///< 0 where that error is zero
};

/// From paired values; pairs that are not finite are left out. `scale` and `offset` are those of the series
/// (SeriesKey). An error is
///   error² = v / min(paths, members) + max(0, s² / groups − v / paths),
/// where v is the variance of the figure's influence function over the paths and s² that of its mean over the groups,
/// as in add_ensemble_error(); a median's influence is (½ − 1{x ≤ q}) / f(q), with the density f read off around q.
Difference difference_of(std::span<const double> before, std::span<const double> after, double scale, double offset,
                         const PathGroups& grouped);

/// The standard error of a quantile of finite values, or of their mean where no probability is given; as above.
double figure_error(std::span<const double> values, std::optional<double> probability, const PathGroups& grouped);

}  // namespace wafercast
