#pragma once

#include <wafercast/forecast/summary.hpp>
#include <wafercast/simulation/plan.hpp>

#include <vector>

namespace wafercast {

/// Looks up the series and the events of questions. Throws InputError with every question that asks for a metric, a
/// period or an event which the plan does not have.
std::vector<PlannedQuestion> plan_questions(const std::vector<Question>& questions, const Plan& plan);

}  // namespace wafercast
