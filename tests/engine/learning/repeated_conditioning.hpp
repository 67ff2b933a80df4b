#pragma once

#include <tests/engine/learning/observation_maps.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

namespace wafercast::testing {

/// A figure read off a posterior, with what it would be in an infinite ensemble.
struct Figure {
  std::string name;
  double exact;
  std::function<double(const Posterior&)> read;
};

/// The largest distance of a figure's mean over 32 ensembles of 4096 members, each with a seed of its own, from its
/// exact value, in standard errors that come from the scatter between the ensembles. It has Student's t distribution
/// of 31 degrees of freedom: a figure is beyond 7 once in 10⁷ sets of seeds. The standard error of a posterior mean
/// is near 0.003 of its sd, so that defects of 3 % of an sd are caught surely; the bias of a finite ensemble, of the
/// order of 1/members, is not seen.
inline double worst_distance(const std::vector<Figure>& figures,
                             const std::function<Posterior(const ConditioningOptions&, std::uint64_t seed)>& run,
                             ConditioningOptions options) {
  constexpr int ensembles = 32;
  options.members = 4096;
  options.threads = {2};
  std::vector<double> sum(figures.size(), 0.0);
  std::vector<double> squares(figures.size(), 0.0);
  for (int ensemble = 0; ensemble < ensembles; ++ensemble) {
    const Posterior posterior = run(options, 100 + static_cast<std::uint64_t>(ensemble));
    for (std::size_t i = 0; i < figures.size(); ++i) {
      const double distance = figures[i].read(posterior) - figures[i].exact;
      sum[i] += distance;
      squares[i] += distance * distance;
    }
  }
  double worst = 0.0;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const double average = sum[i] / ensembles;
    const double variance = (squares[i] - ensembles * average * average) / (ensembles - 1);
    constexpr double rounding = 1e-6;  // where the map is linear, whitened ensembles agree to single precision
    worst = std::max(worst, std::abs(average) / std::max(rounding, std::sqrt(variance / ensembles)));
  }
  return worst;
}

inline constexpr double distance_limit = 7.0;

inline Figure posterior_mean(int draw, double exact) {
  return {"mean of z" + std::to_string(draw), exact, [draw](const Posterior& p) { return mean(p, draw); }};
}

inline Figure posterior_covariance(int a, int b, double exact) {
  return {"covariance", exact, [a, b](const Posterior& p) { return covariance(p, a, b); }};
}

}  // namespace wafercast::testing
