#pragma once

#include <engine/forecast/forecast.hpp>
#include <runners/jobs/runs/run_description.hpp>

#include <filesystem>
#include <string>

namespace wafercast {

/// A forecast as a spreadsheet (Office Open XML): a summary, assumptions, medians side by side with growth and shares
/// as live formulas, and a sheet a metric with its quantiles and a chart. Money is in USD; the formats show billions.
/// `scratch` is a folder for what is not finished yet; nothing stays there.
std::string forecast_xlsx(const Forecast& forecast, const RunDescription& run, const std::filesystem::path& scratch);

}  // namespace wafercast
