#pragma once

#include <engine/learning/ensemble.hpp>

#include <cstdint>
#include <vector>

namespace wafercast {

/// What an ensemble is conditioned on, and how.
struct ConditioningTask {
  int draws;
  const Sampler& prior;
  const ObservationMap& map;
  const std::vector<Observation>& observations;
  const ConditioningOptions& options;
};

/// A part of the members that is conditioned by itself.
class MemberGroup {
 public:
  /// Draws the members of the group of this number, and notes what they predict. The task has to outlive it.
  MemberGroup(const ConditioningTask& task, std::int64_t number, EvaluationMemory& memory);

  /// All steps of a pass, unless it is stopped.
  void assimilate(bool later, EvaluationMemory& memory);

  const Ensemble& ensemble() const { return ensemble_; }
  std::int64_t replaced() const { return replaced_; }  ///< members, so far

 private:
  const ConditioningTask& task_;
  Ensemble ensemble_;
  bool whitened_;
  std::int64_t replaced_;
};

/// Mean and sd of what the members predict.
struct Prediction {
  double mean, sd;
};

/// Of observation k, from the residuals in errors.
Prediction prediction_of(const Observation& observation, const ResidualMoments& residual, std::size_t k);

}  // namespace wafercast
