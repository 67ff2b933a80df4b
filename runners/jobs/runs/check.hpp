#pragma once

#include <engine/core/diagnostics.hpp>
#include <runners/jobs/runs/scenario_request.hpp>

#include <vector>

namespace wafercast {

/// Every problem of a scenario that can be found without drawing a number; none where it is sound.
std::vector<Diagnostic> check(const ScenarioRequest& request);

}  // namespace wafercast
