#pragma once

#include <engine/core/period.hpp>
#include <engine/forecast/forecast.hpp>
#include <engine/insight/difference.hpp>
#include <runners/jobs/runs/prepare.hpp>

#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// How often one thing holds sales back: the part of the paths, before and after.
struct Limit {
  std::string name;  ///< "cowos", "demand"
  double before, after;
};

/// What stood between orders and sales in a period, and how long what waits at its end would last.
struct HeldBack {
  Period period = Period::year(0);
  std::vector<Limit> limits;
  std::optional<double> queue_before, queue_after;  ///< quarters of sales; absent where the model has no queue
};

/// A question's answer before and after.
struct AnswerChange {
  Answer before, after;
};

/// A forecast's side of a comparison: what its paths say besides the figures that are compared.
Forecast told_by(const Prepared& prepared, std::int64_t paths, Threads threads);

HeldBack held_back(const Forecast& before, const Forecast& after, const Model& model, const Period& period);

/// By question that both ask, in the order of the first.
std::vector<AnswerChange> answer_changes(const Forecast& before, const Forecast& after);

/// A difference and when it is.
struct DatedDifference {
  const Difference& difference;
  const HeldBack& held;
};

/// Why an effect on sales is small, or comes late, in words: `year` is what people ask about, `end` the last quarter.
std::vector<std::string> reasons_for(const DatedDifference& year, const DatedDifference& end);

}  // namespace wafercast
