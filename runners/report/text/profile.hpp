#pragma once

#include <runners/jobs/runs/profile.hpp>
#include <runners/report/text/text_grid.hpp>

#include <string>

namespace wafercast {

/// Where the time of a run went, and that of a path.
std::string profile_text(const RunPhases& phases, const StageProfile& stages, Colours colours);

}  // namespace wafercast
