#pragma once

#include <runners/jobs/run.hpp>

namespace wafercast {

/// All that the reports say about a run besides its forecast. Draws a few thousand paths more for figures.
RunDescription describe_run(const Prepared& prepared, const RunRequest& request, const Counted& counted);

}  // namespace wafercast
