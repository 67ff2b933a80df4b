#pragma once

#include <runners/jobs/studies/sweep.hpp>

#include <string>

namespace wafercast {

/// A row a point, metric and period: what was set, the levels, and the change from the scenario itself.
std::string sweep_csv(const SweepResult& result);

}  // namespace wafercast
