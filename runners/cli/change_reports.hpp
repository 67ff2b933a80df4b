#pragma once

#include <wafercast/cli/prepared.hpp>
#include <wafercast/report/run_description.hpp>

#include <vector>

namespace wafercast {

/// Adds what a scenario changes, with figures from a sample of paths. Where it believes otherwise than the scenario on
/// which it is built, that one is prepared too, with the options with which this one was read.
void describe_changes(const Prepared& prepared, const ReadOptions& options, Threads threads, RunDescription& run);

/// Where suppositions were held at the bound of a driver's support: `counts` by row of SeriesBlock::limited.
std::vector<LimitReport> limit_reports(const Prepared& prepared, const std::vector<std::int64_t>& counts);

}  // namespace wafercast
