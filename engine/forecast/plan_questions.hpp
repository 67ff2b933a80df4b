#pragma once

#include <engine/core/diagnostics.hpp>
#include <engine/forecast/summary.hpp>
#include <engine/simulation/model.hpp>
#include <engine/simulation/plan.hpp>

#include <vector>

namespace wafercast {

/// Looks up the series and the events of questions. Throws InputError with every question that asks for a metric, a
/// period or an event which the plan does not have.
std::vector<PlannedQuestion> plan_questions(const std::vector<Question>& questions, const Plan& plan);

/// Reports questions that ask for a metric which the model does not have; what can be said without a plan.
void check_metrics(const Scenario& scenario, const Model& model, Diagnostics& diagnostics);

}  // namespace wafercast
