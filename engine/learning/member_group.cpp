#include <engine/learning/member_group.hpp>

#include <engine/learning/ensemble_update.hpp>
#include <engine/learning/whitening.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace wafercast {
namespace {

using Wanted = ObservationMap::Wanted;

void draw(const Sampler& prior, std::uint64_t first_path, Eigen::MatrixXf& all) {
  LaneTable drawn(static_cast<int>(all.cols()));
  for (Eigen::Index first = 0; first < all.rows(); first += block_lanes) {
    prior.fill(first_path + static_cast<std::uint64_t>(first), drawn);
    for (int row = 0; row < drawn.rows(); ++row) {
      all.col(row).segment<block_lanes>(first) = drawn[row].matrix().cast<float>();
    }
  }
}

/// How far the target of an observation is from its value, in errors: by what the members of a group predict.
std::vector<double> pooled_shifts(const std::vector<Observation>& observations, const ResidualMoments& residual) {
  std::vector<double> shifts;
  for (const Observation& observation : observations) {
    double shift = 0.0;
    for (const Observation::Part& part : observation.pooled) {
      const auto k = static_cast<std::size_t>(part.observation);
      shift += part.weight * (prediction_of(observations[k], residual, k).mean - part.beside);
    }
    shifts.push_back(shift / observation.error);
  }
  return shifts;
}

std::vector<Eigen::Index> learnt_in_pass(const std::vector<Observation>& observations, bool later) {
  std::vector<Eigen::Index> columns;
  for (std::size_t k = 0; k < observations.size(); ++k) {
    if (observations[k].later == later) columns.push_back(static_cast<Eigen::Index>(k));
  }
  return columns;
}

/// What members miss of the targets of a pass.
Eigen::MatrixXd residual_of_pass(const Eigen::MatrixXd& residual, const std::vector<Eigen::Index>& columns,
                                 const std::vector<double>& shifts) {
  Eigen::MatrixXd of_pass = residual(Eigen::all, columns);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    of_pass.col(static_cast<Eigen::Index>(i)).array() += shifts[static_cast<std::size_t>(columns[i])];
  }
  return of_pass;
}

}  // namespace

MemberGroup::MemberGroup(const ConditioningTask& task, std::int64_t number, EvaluationMemory& memory)
    : task_(task),
      ensemble_(task.draws, static_cast<int>(task.observations.size()), task.options.steps,
                task.options.members / task.options.groups) {
  draw(task.prior, static_cast<std::uint64_t>(number * ensemble_.members()), ensemble_.drawn);
  whitened_ = whiten(ensemble_.drawn);
  replaced_ = ensemble_.evaluate(task.map, task.observations, memory, "under the prior", Wanted::all);
}

void MemberGroup::assimilate(bool later, EvaluationMemory& memory) {
  const std::vector<Observation>& observations = task_.observations;
  const ConditioningOptions& options = task_.options;
  const std::vector<Eigen::Index> columns = learnt_in_pass(observations, later);
  if (columns.empty()) return;
  const double localisation = whitened_ ? 0.0 : options.localisation;
  const bool learns_later = std::ranges::any_of(observations, &Observation::later);
  const std::vector<double> shifts = pooled_shifts(observations, moments_of(ensemble_.residual));
  for (int step = 0; step < options.steps && !options.stop(); ++step) {
    const Eigen::MatrixXd residual = residual_of_pass(ensemble_.residual, columns, shifts);
    const EnsembleUpdate update(ensemble_.z(), residual, options.steps, localisation);
    update.apply(residual, ensemble_.errors(step)(Eigen::all, columns), ensemble_.z());
    const bool last = step + 1 == options.steps;
    const bool for_the_later = later ? !last : last && learns_later;  // what comes next reads nothing else
    replaced_ += ensemble_.evaluate(task_.map, observations, memory, fmt::format("after step {}", step + 1),
                                    for_the_later ? Wanted::later : Wanted::all);
  }
}

Prediction prediction_of(const Observation& observation, const ResidualMoments& residual, std::size_t k) {
  const auto row = static_cast<Eigen::Index>(k);
  return {observation.value - observation.error * residual.mean[row],
          observation.error * std::sqrt(residual.covariance(row, row))};
}

}  // namespace wafercast
