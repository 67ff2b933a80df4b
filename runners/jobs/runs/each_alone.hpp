#pragma once

#include <runners/jobs/runs/beliefs_and_record.hpp>
#include <runners/jobs/runs/learnt_in_part.hpp>
#include <runners/jobs/runs/prepare.hpp>
#include <runners/jobs/runs/scenario_request.hpp>

#include <vector>

namespace wafercast {

/// Whether beliefs and record of a scenario can be told apart, and this run pools them.
bool pools_both(const Prepared& prepared, const ScenarioRequest& request);

/// Each series by beliefs alone and by the record alone; empty where one of the two alone cannot be learnt.
std::vector<EachAlone> each_alone(const LearntInPart& in_part);

}  // namespace wafercast
