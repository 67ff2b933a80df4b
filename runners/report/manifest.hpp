#pragma once

#include <wafercast/forecast/forecast.hpp>
#include <wafercast/report/run_description.hpp>

#include <string>

namespace wafercast {

/// manifest.json: what it takes to run this again and to tell whether that gave the same.
std::string manifest_json(const Forecast& forecast, const RunDescription& run);

}  // namespace wafercast
