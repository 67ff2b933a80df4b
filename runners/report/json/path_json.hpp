#pragma once

#include <runners/jobs/runs/single_path.hpp>

#include <string>

namespace wafercast {

/// One path with its events, drivers and metrics by quarter; null where a figure is none.
std::string path_json(const SinglePath& path);

}  // namespace wafercast
