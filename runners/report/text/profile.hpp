#pragma once

#include <runners/jobs/runs/profile.hpp>
#include <runners/report/text/text_grid.hpp>

#include <string>
#include <utility>
#include <vector>

namespace wafercast {

/// Seconds of a run by what it did, in order.
using RunPhases = std::vector<std::pair<std::string, double>>;

/// Where the time of a run went, and that of a path.
std::string profile_text(const RunPhases& phases, const StageProfile& stages, Colours colours);

}  // namespace wafercast
