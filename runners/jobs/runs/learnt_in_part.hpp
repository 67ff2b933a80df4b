#pragma once

#include <engine/insight/value_range.hpp>
#include <engine/scenario/conditioning.hpp>
#include <engine/scenario/scenario.hpp>
#include <runners/jobs/runs/prepare.hpp>
#include <runners/jobs/runs/scenario_request.hpp>

#include <optional>
#include <vector>

namespace wafercast {

/// Forecasts of a scenario as they would be had it learnt from a part of its evidence alone: of independent draws, a
/// path for each member of the ensemble. The posterior cache keeps what each part taught.
class LearntInPart {
 public:
  /// `request` is the one that was prepared. Both have to outlive this.
  LearntInPart(const Prepared& whole, const ScenarioRequest& request);

  /// Of series of the whole's plan; nothing where this part alone contradicts the beliefs.
  std::optional<std::vector<ValueRange>> forecast(const Conditioning& part, const std::vector<int>& series) const;

 private:
  const Prepared& whole_;
  ScenarioRequest request_;
};

}  // namespace wafercast
