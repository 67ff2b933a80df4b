#pragma once

#include <engine/forecast/forecast.hpp>
#include <runners/jobs/run_description.hpp>

#include <string>

namespace wafercast {

/// A forecast as a spreadsheet (Office Open XML): a summary, assumptions, medians side by side with growth and shares
/// as live formulas, and a sheet a metric with its quantiles and a chart. Money is in USD; the formats show billions.
std::string forecast_xlsx(const Forecast& forecast, const RunDescription& run);

}  // namespace wafercast
