#pragma once

#include <runners/jobs/runs/scenario_request.hpp>
#include <runners/nightly/plan.hpp>

namespace wafercast {

/// Throws InputError with every metric, period and question of a plan that none of its scenarios has: nothing would
/// ever be told of them. Scenarios that cannot be read do not count, and tell so themselves.
void require_names(const NightlyPlan& plan, const ScenarioRequest& how);

}  // namespace wafercast
