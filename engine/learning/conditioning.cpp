#include <engine/learning/conditioning.hpp>

#include <engine/learning/member_group.hpp>
#include <engine/simulation/stream_names.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace wafercast {
namespace {

std::vector<ObservationFit> prior_fits(const std::vector<Observation>& observations, const ResidualMoments& residual) {
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  std::vector<ObservationFit> fits;
  for (std::size_t k = 0; k < observations.size(); ++k) {
    const Observation& observation = observations[k];
    const auto [mean, sd] = prediction_of(observation, residual, k);
    const double sigmas = (observation.value - mean) / std::hypot(sd, observation.error);
    fits.push_back({observation, mean, sd, unknown, unknown, sigmas});
  }
  return fits;
}

void add_posterior(std::vector<ObservationFit>& fits, const ResidualMoments& residual) {
  for (std::size_t k = 0; k < fits.size(); ++k) {
    const auto [mean, sd] = prediction_of(fits[k].observation, residual, k);
    fits[k].posterior_mean = mean;
    fits[k].posterior_sd = sd;
  }
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

/// Groups that know nothing of each other, one a worker: large enough to be worth it, and none waits for another.
class Groups {
 public:
  explicit Groups(const ConditioningTask& task)
      : task_(task),
        groups_(static_cast<std::size_t>(task.options.groups)),
        memory_(static_cast<std::size_t>(worker_slots(task.options.threads))) {
    for_each([&](std::int64_t number, std::optional<MemberGroup>& group, EvaluationMemory& memory) {
      group.emplace(task_, number, memory);
    });
  }

  void assimilate(bool later) {
    for_each([later](std::int64_t, std::optional<MemberGroup>& group, EvaluationMemory& memory) {
      group->assimilate(later, memory);
    });
  }

  /// Of the residuals over the members of all groups, which are of one size.
  ResidualMoments residual() const {
    std::vector<ResidualMoments> each;
    for (const auto& group : groups_) each.push_back(moments_of(group->ensemble().residual));
    const auto n = static_cast<double>(groups_.size());
    ResidualMoments all{Eigen::VectorXd::Zero(each[0].mean.size()),
                        Eigen::MatrixXd::Zero(each[0].mean.size(), each[0].mean.size())};
    for (const ResidualMoments& one : each) all.mean += one.mean / n;
    for (const ResidualMoments& one : each) {
      const Eigen::VectorXd apart = one.mean - all.mean;
      all.covariance += (one.covariance + apart * apart.transpose()) / n;
    }
    return all;
  }

  QuantisedDraws z() const {
    std::vector<QuantisedDraws::Members> of_groups;
    for (const auto& group : groups_) of_groups.emplace_back(group->ensemble().z());
    return {of_groups, task_.options.threads};
  }

  std::int64_t replaced() const {
    std::int64_t all = 0;
    for (const auto& group : groups_) all += group->replaced();
    return all;
  }

 private:
  template <class Work>
  void for_each(const Work& work) {
    const auto in_slot = [&](int slot, std::int64_t number) {
      auto& memory = memory_[static_cast<std::size_t>(slot)];
      if (!memory) memory.emplace(task_.map, task_.draws, static_cast<int>(task_.observations.size()));
      work(number, groups_[static_cast<std::size_t>(number)], *memory);
    };
    parallel_for(task_.options.groups, task_.options.threads, in_slot, task_.options.stop);
    if (task_.options.stop()) throw Stopped();
  }

  const ConditioningTask& task_;
  std::vector<std::optional<MemberGroup>> groups_;
  std::vector<std::optional<EvaluationMemory>> memory_;  ///< by worker
};

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
  const ConditioningTask task{static_cast<int>(draws.size()), prior, map, observations, options};
  Groups groups(task);
  Posterior posterior;
  posterior.members = options.members;
  posterior.groups = options.groups;
  posterior.fits = prior_fits(observations, groups.residual());
  refuse_conflicts(posterior.fits, options.conflict);
  for (const bool later : {false, true}) groups.assimilate(later);
  add_posterior(posterior.fits, groups.residual());
  posterior.replaced = groups.replaced();
  posterior.z = groups.z();
  return posterior;
}

}  // namespace wafercast
