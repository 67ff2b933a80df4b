#pragma once

#include <runners/jobs/run.hpp>
#include <runners/jobs/sweep.hpp>

#include <filesystem>

namespace wafercast {

/// Where a result goes when nobody says: by the scenario's name and what decides about its bits,
/// results/runs/china-licence-seen-from-april-0123456789.
std::filesystem::path usual_folder(const RunRequest& request, const Scenario& scenario);
std::filesystem::path usual_folder(const SweepResult& sweep);

}  // namespace wafercast
