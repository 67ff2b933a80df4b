#pragma once

#include <runners/jobs/runs/run.hpp>

#include <filesystem>
#include <string>

namespace wafercast {

/// How a part asks for its run again: scenario, as-of date, horizon, data folder and seed, as JSON. Paths of files are
/// as they were given, relative to where the program was started.
std::string write_request(const RunRequest& request, const Scenario& scenario);

/// Reads it back, to be worked on like `how` (threads, reach, cache). Throws InputError with `part` as the place.
RunRequest read_request(const std::string& text, const std::filesystem::path& part, const ScenarioRequest& how);

}  // namespace wafercast
