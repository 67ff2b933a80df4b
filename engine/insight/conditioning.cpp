#include <wafercast/insight/conditioning.hpp>

#include <wafercast/insight/effective_sample_size.hpp>
#include <wafercast/insight/ensemble.hpp>
#include <wafercast/insight/ensemble_update.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

namespace wafercast {
namespace {

/// Mean and sd of what is predicted of observation k, from the residuals in errors.
std::pair<double, double> prediction(const Observation& observation, const ResidualMoments& residual, std::size_t k) {
  const auto row = static_cast<Eigen::Index>(k);
  return {observation.value - observation.error * residual.mean[row],
          observation.error * std::sqrt(residual.covariance(row, row))};
}

std::vector<ObservationFit> prior_fits(const std::vector<Observation>& observations, const ResidualMoments& residual) {
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  std::vector<ObservationFit> fits;
  for (std::size_t k = 0; k < observations.size(); ++k) {
    const Observation& observation = observations[k];
    const auto [mean, sd] = prediction(observation, residual, k);
    const double sigmas = (observation.value - mean) / std::hypot(sd, observation.error);
    fits.push_back({observation, mean, sd, unknown, unknown, sigmas});
  }
  return fits;
}

void refuse_conflicts(const std::vector<ObservationFit>& fits, double limit) {
  std::vector<ObservationFit> conflicts;
  for (const ObservationFit& fit : fits) {
    if (std::abs(fit.sigmas) > limit) conflicts.push_back(fit);
  }
  const auto surprise = [](const ObservationFit& fit) { return -std::abs(fit.sigmas); };
  std::ranges::stable_sort(conflicts, {}, surprise);
  if (!conflicts.empty()) throw ConflictError(std::move(conflicts));
}

/// The errors of step `step`: a stream an observation, so that a further observation changes no other's.
PhiloxSampler error_sampler(const std::vector<Observation>& observations, std::uint64_t seed, int step) {
  std::vector<DrawName> draws;
  for (const Observation& observation : observations) {
    draws.push_back({"observation." + observation.name, static_cast<std::uint32_t>(step)});
  }
  return PhiloxSampler(seed, draws);
}

std::string conflict_message(const std::vector<ObservationFit>& conflicts) {
  std::string message;
  for (const ObservationFit& fit : conflicts) {
    message += fmt::format("{}{}: {:.4g} reported, the prior says {:.4g} ± {:.2g}, {:.1f} sigmas away",
                           message.empty() ? "" : "\n", fit.observation.name, fit.observation.value, fit.prior_mean,
                           fit.prior_sd, std::abs(fit.sigmas));
  }
  return message;
}

}  // namespace

ConflictError::ConflictError(std::vector<ObservationFit> conflicts)
    : std::runtime_error(conflict_message(conflicts)), conflicts_(std::move(conflicts)) {}

Posterior condition(const std::vector<DrawName>& draws, const Sampler& prior, const ObservationMap& map,
                    const std::vector<Observation>& observations, const ConditioningOptions& options) {
  assert(!draws.empty() && !observations.empty() && options.steps > 0);
  assert(options.members > 0 && options.members % block_lanes == 0);
  const Threads threads = options.threads;
  Posterior posterior;
  posterior.members = options.members;
  posterior.informed.assign(draws.size(), false);

  Ensemble ensemble(static_cast<int>(draws.size()), prior, observations.size(), options.members, threads);
  posterior.replaced = ensemble.evaluate(map, observations, threads, "under the prior");
  const ResidualMoments prior_residual = residual_moments(ensemble, threads);
  posterior.fits = prior_fits(observations, prior_residual);
  refuse_conflicts(posterior.fits, options.conflict);

  ResidualMoments residual = prior_residual;
  for (int step = 0; step < options.steps; ++step) {
    const EnsembleUpdate update(ensemble, residual, options.steps, options.localisation, threads);
    update.apply(ensemble, error_sampler(observations, options.seed, step), threads);
    for (int draw : update.informed()) posterior.informed[static_cast<std::size_t>(draw)] = true;
    posterior.replaced += ensemble.evaluate(map, observations, threads, fmt::format("after step {}", step + 1));
    residual = residual_moments(ensemble, threads);
  }

  for (std::size_t k = 0; k < observations.size(); ++k) {
    std::tie(posterior.fits[k].posterior_mean, posterior.fits[k].posterior_sd) =
        prediction(observations[k], residual, k);
  }
  posterior.effective_sample_size = effective_sample_size(ensemble, prior_residual, residual, threads);
  posterior.z = std::move(ensemble.z);
  return posterior;
}

}  // namespace wafercast
