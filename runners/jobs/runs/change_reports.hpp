#pragma once

#include <runners/jobs/runs/prepare.hpp>
#include <runners/jobs/runs/run_description.hpp>

#include <vector>

namespace wafercast {

/// Adds what a scenario changes, with figures from a sample of paths. Where it believes otherwise than the scenario on
/// which it is built, that one is prepared too, as this one was asked for.
void describe_changes(const Prepared& prepared, const ScenarioRequest& request, RunDescription& run);

/// Where suppositions were held at the bound of a driver's support: `counts` by row of SeriesBlock::limited.
std::vector<LimitReport> limit_reports(const Prepared& prepared, const std::vector<std::int64_t>& counts);

}  // namespace wafercast
