#pragma once

#include <engine/core/parallel.hpp>
#include <engine/forecast/forecast.hpp>
#include <engine/insight/draw_groups.hpp>
#include <engine/simulation/series_key.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace wafercast {

class Model;
class Sampler;
struct Plan;

struct SpreadOptions {
  std::int64_t paths = 16'384;  ///< rounded up to a whole number of blocks in each batch
  int batches = 8;              ///< at least 2; parts of the paths, each explained by a fit to the others
  double ridge = 1e-3;          ///< relative to each feature's variance
  Threads threads{};
};

/// A group's part of a variance.
struct GroupShare {
  std::string group;
  Estimate share;  ///< below zero where a group offsets others with which it is correlated
};

/// Where the variance of one series comes from.
struct Spread {
  SeriesKey series;
  Estimate mean;
  Estimate sd;
  std::vector<GroupShare> groups;  ///< in the order of DrawGroups::names; all zero for a series without spread
  Estimate remainder;              ///< 1 − Σ shares: what neither parabolas nor pairs of groups follow
};

struct Spreads {
  std::vector<Spread> series;  ///< in the order asked for
  std::int64_t paths = 0;
  std::int64_t failed_paths = 0;  ///< of these, paths on which one of the series was not finite: left out
};

/// Covariance decomposition of variances (C. Xu, G. Z. Gertner, "Uncertainty and sensitivity analysis for models with
/// correlated parameters", Reliability Engineering & System Safety 93, 2008; G. Li et al., "Global sensitivity analysis
/// for systems with independent and/or correlated inputs", J. Phys. Chem. A 114, 2010): y is regressed on DrawFeatures
/// by ridge-stabilised least squares, the fit is summed by group, and a group's share is Cov(y_group, y) / Var(y). That
/// holds for dependent draws too. What the groups' fits leave is regressed on their products, two by two, and what a
/// pair explains is shared between the two by halves, as Shapley's value does (A. B. Owen, "Sobol' indices and Shapley
/// value", SIAM/ASA J. Uncertainty Quantification 2, 2014); of dependent draws it stays a covariance. Each batch of
/// paths is explained by the fit to all others, so that many features on few paths explain nothing by chance; errors
/// come from the scatter between batches. The paths are 0 … paths − 1 of the sampler. Same bits for any number of
/// threads. `series` are rows of Plan::series.
Spreads explain_spread(const Plan& plan, const Model& model, const Sampler& sampler, const std::vector<int>& series,
                       const DrawGroups& groups, const SpreadOptions& options);

}  // namespace wafercast
