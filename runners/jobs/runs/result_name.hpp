#pragma once

#include <runners/jobs/runs/run_request.hpp>

#include <filesystem>
#include <string>

namespace wafercast {

/// Where a result goes when nobody says: by the scenario's name and what decides about its bits,
/// results/runs/china-licence-seen-from-april-0123456789.
std::filesystem::path usual_folder(const RunRequest& request, const Scenario& scenario);

/// The same of what else is made of a scenario; `digest` is of all that decides about its bits.
std::filesystem::path usual_folder(const std::string& scenario, const std::string& digest);

}  // namespace wafercast
