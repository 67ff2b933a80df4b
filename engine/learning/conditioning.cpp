#include <engine/learning/conditioning.hpp>
#include <engine/simulation/stream_names.hpp>

#include <engine/learning/ensemble.hpp>
#include <engine/learning/ensemble_update.hpp>
#include <engine/learning/whitening.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

namespace wafercast {
namespace {

constexpr Threads one_thread{1};

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

/// A part of the members that is conditioned by itself.
struct Group {
  Ensemble ensemble;
  std::vector<std::vector<LaneTable>> errors;  ///< by step and block
  bool whitened;
};

/// Draws the members of a group; what they predict is not known yet.
Group draw_group(int draws, const Sampler& prior, int observations, const ConditioningOptions& options,
                 std::int64_t index) {
  const std::int64_t members = options.members / options.groups;
  Group group{Ensemble(draws, observations, members), {}, false};
  const std::size_t blocks = group.ensemble.z.size();
  group.errors.assign(static_cast<std::size_t>(options.steps), std::vector(blocks, LaneTable(observations)));
  LaneTable drawn(draws + options.steps * observations);
  for (std::size_t block = 0; block < blocks; ++block) {
    prior.fill(static_cast<std::uint64_t>(index * members) + block * block_lanes, drawn);
    int row = 0;
    const auto take = [&](LaneTable& rows) {
      for (int of = 0; of < rows.rows(); ++of) rows[of] = drawn[row++];
    };
    take(group.ensemble.z[block]);
    for (auto& errors : group.errors) take(errors[block]);
  }
  group.whitened = whiten({group.ensemble.z, group.errors});
  return group;
}

/// How far the target of an observation is from its value, in errors: by what the members of a group predict.
std::vector<double> pooled_shifts(const std::vector<Observation>& observations, const Ensemble& ensemble) {
  const ResidualMoments residual = residual_moments(ensemble, one_thread);
  std::vector<double> shifts;
  for (const Observation& observation : observations) {
    double shift = 0.0;
    for (const Observation::Part& part : observation.pooled) {
      const auto k = static_cast<std::size_t>(part.observation);
      shift += part.weight * (prediction(observations[k], residual, k).first - part.beside);
    }
    shifts.push_back(shift / observation.error);
  }
  return shifts;
}

/// Leaves to learn from what belongs to a pass: a residual that is zero for all members informs no draw.
void hold_to_pass(std::vector<LaneTable>& residual, const std::vector<Observation>& observations, bool later,
                  const std::vector<double>& shifts) {
  for (LaneTable& block : residual) {
    for (std::size_t k = 0; k < observations.size(); ++k) {
      Lanes& row = block[static_cast<int>(k)];
      if (observations[k].later == later) {
        row += shifts[k];
      } else {
        row.setZero();
      }
    }
  }
}

/// All steps of a pass, unless it is stopped; answers how many members were replaced.
std::int64_t assimilate(Group& group, const ObservationMap& map, const std::vector<Observation>& observations,
                        const ConditioningOptions& options, bool later) {
  if (std::ranges::none_of(observations, [&](const Observation& o) { return o.later == later; })) return 0;
  const double localisation = group.whitened ? 0.0 : options.localisation;
  const std::vector<double> shifts = pooled_shifts(observations, group.ensemble);
  std::int64_t replaced = 0;
  for (int step = 0; step < options.steps && !options.stop(); ++step) {
    hold_to_pass(group.ensemble.residual, observations, later, shifts);
    const ResidualMoments residual = residual_moments(group.ensemble, one_thread);
    const EnsembleUpdate update(group.ensemble, residual, options.steps, localisation, one_thread);
    update.apply(group.ensemble, group.errors[static_cast<std::size_t>(step)], one_thread);
    const bool last = step + 1 == options.steps;
    replaced += group.ensemble.evaluate(map, observations, one_thread, fmt::format("after step {}", step + 1),
                                        later && !last ? ObservationMap::Wanted::later : ObservationMap::Wanted::all);
  }
  return replaced;
}

/// Of the residuals over the members of all groups, which are of one size.
ResidualMoments moments_of(const std::vector<std::optional<Group>>& groups) {
  ResidualMoments all;
  std::vector<ResidualMoments> each;
  for (const auto& group : groups) each.push_back(residual_moments(group->ensemble, one_thread));
  const auto n = static_cast<double>(groups.size());
  all.mean = Eigen::VectorXd::Zero(each[0].mean.size());
  all.covariance = Eigen::MatrixXd::Zero(each[0].mean.size(), each[0].mean.size());
  for (const ResidualMoments& one : each) all.mean += one.mean / n;
  for (const ResidualMoments& one : each) {
    const Eigen::VectorXd apart = one.mean - all.mean;
    all.covariance += (one.covariance + apart * apart.transpose()) / n;
  }
  return all;
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

std::vector<DrawName> member_draws(const std::vector<DrawName>& draws, const std::vector<Observation>& observations,
                                   const ConditioningOptions& options) {
  std::vector<DrawName> all = draws;
  for (int step = 0; step < options.steps; ++step) {
    for (const Observation& observation : observations) {
      all.push_back({streams::observation(observation.name), static_cast<std::uint32_t>(step)});
    }
  }
  return all;
}

Posterior condition(const std::vector<DrawName>& draws, const Sampler& prior, const ObservationMap& map,
                    const std::vector<Observation>& observations, const ConditioningOptions& options) {
  assert(!draws.empty() && !observations.empty() && options.steps > 0);
  assert(options.members > 0 && options.members % (options.groups * block_lanes) == 0);
  Posterior posterior;
  posterior.members = options.members;
  posterior.groups = options.groups;

  // A group a worker: large enough to be worth it, and none waits for another.
  std::vector<std::optional<Group>> groups(static_cast<std::size_t>(options.groups));
  std::vector<std::int64_t> replaced(groups.size(), 0);
  const auto for_each_group = [&](const auto& work) {
    parallel_for(
        options.groups, options.threads, [&](int, std::int64_t index) { work(index, static_cast<std::size_t>(index)); },
        options.stop);
    if (options.stop()) throw Stopped();
  };
  for_each_group([&](std::int64_t index, std::size_t g) {
    groups[g].emplace(
        draw_group(static_cast<int>(draws.size()), prior, static_cast<int>(observations.size()), options, index));
    replaced[g] += groups[g]->ensemble.evaluate(map, observations, one_thread, "under the prior");
  });
  posterior.fits = prior_fits(observations, moments_of(groups));
  refuse_conflicts(posterior.fits, options.conflict);
  for (const bool later : {false, true}) {
    for_each_group(
        [&](std::int64_t, std::size_t g) { replaced[g] += assimilate(*groups[g], map, observations, options, later); });
  }
  posterior.replaced = std::accumulate(replaced.begin(), replaced.end(), std::int64_t{0});
  const ResidualMoments residual = moments_of(groups);
  for (std::size_t k = 0; k < observations.size(); ++k) {
    std::tie(posterior.fits[k].posterior_mean, posterior.fits[k].posterior_sd) =
        prediction(observations[k], residual, k);
  }
  std::vector<LaneTable> z;
  for (std::size_t block = 0; block < groups[0]->ensemble.z.size(); ++block) {
    for (auto& group : groups) z.push_back(std::move(group->ensemble.z[block]));
  }
  posterior.z = QuantisedDraws(z, options.threads);
  return posterior;
}

}  // namespace wafercast
