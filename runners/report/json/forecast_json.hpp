#pragma once

#include <engine/forecast/forecast.hpp>
#include <runners/jobs/runs/run_description.hpp>

#include <string>

namespace wafercast {

/// forecast.json, as docs/forecast-json.md describes it. Runs that must agree give the same bytes: nothing in it
/// depends on threads, the machine or the time.
std::string forecast_json(const Forecast& forecast, const RunDescription& run);

}  // namespace wafercast
