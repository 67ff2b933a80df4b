#pragma once

#include <runners/jobs/runs/run.hpp>

namespace wafercast {

/// All that the reports say about a run besides its forecast. Draws a few thousand paths more for figures.
RunDescription describe_run(const Prepared& prepared, const RunRequest& request, const Counted& counted);

/// What is believed of a driver, as it was written: of a path the last knot before `start` and those that follow.
std::string value_text(const DriverBelief& driver, Date start);

}  // namespace wafercast
