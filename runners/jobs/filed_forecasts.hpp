#pragma once

#include <engine/core/date.hpp>
#include <runners/jobs/backtest.hpp>

#include <filesystem>
#include <string>

namespace wafercast {

// Forecasts that were filed before the fact: a folder a day of forecast.json, scenario.yaml and manifest.json, and a
// list of digests that only grows, so that nothing can be mended afterwards.

inline constexpr const char* filed_folder = "results/forecasts";
inline constexpr const char* filed_list = "digests.txt";  ///< of the forecasts, a line each: XXH3-64 and path

/// Enters `forecast` (the bytes of DAY/forecast.json) in the list of `folder`. Throws InputError when the day is in it.
void enter_filed(const std::filesystem::path& folder, Date day, const std::string& forecast);

/// Reads the filed forecasts of `folder`, checks them against the list, and holds them against what has been reported
/// since: quarters of the headline metrics that are no flows, up to `request.horizons` ahead. Throws
/// InputError where a forecast is not what was filed, or is in no list.
Backtest score_filed(const std::filesystem::path& folder, const BacktestRequest& request);

}  // namespace wafercast
