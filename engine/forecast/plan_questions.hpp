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

/// How a bare number that stands for an amount in a unit would be written: `200bn` for 200 of money, `75%` for 75 and
/// for 0.75.
std::string with_unit(double value, const std::string& unit);

}  // namespace wafercast
