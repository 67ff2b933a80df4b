#pragma once

#include <runners/jobs/runs/single_path.hpp>

#include <string>

namespace wafercast {

/// A path's events, drivers and metrics, a line each with a column a quarter.
std::string path_listing(const SinglePath& path);

}  // namespace wafercast
