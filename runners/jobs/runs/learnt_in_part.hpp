#pragma once

#include <engine/insight/value_range.hpp>
#include <engine/scenario/conditioning.hpp>
#include <engine/scenario/scenario.hpp>
#include <runners/jobs/runs/prepare.hpp>
#include <runners/jobs/runs/scenario_request.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// Forecasts of a scenario as they would be had it learnt from a part of its evidence alone: of independent draws, a
/// path for each member of the ensemble. Each part is learnt once; the posterior cache keeps what it taught.
class LearntInPart {
 public:
  /// `request` is the one that was prepared, `rows` are of the plan. The prepared scenario has to outlive this.
  LearntInPart(const Prepared& whole, const ScenarioRequest& request, std::vector<int> rows);

  const Prepared& whole() const { return whole_; }
  std::size_t count() const { return rows_.size(); }
  const SeriesKey& series(std::size_t i) const;

  /// Of each series; nothing where this part alone contradicts the beliefs.
  const std::optional<std::vector<ValueRange>>& forecast(const Conditioning& part) const;

 private:
  std::optional<std::vector<ValueRange>> learnt_from(const Scenario& scenario) const;

  const Prepared& whole_;
  ScenarioRequest request_;
  std::vector<int> rows_;
  mutable std::map<std::string, std::optional<std::vector<ValueRange>>> known_;  ///< by the digest of the evidence
};

}  // namespace wafercast
