#pragma once

#include <engine/core/date.hpp>
#include <runners/jobs/record/backtest.hpp>

#include <filesystem>
#include <functional>
#include <string>

namespace wafercast {

// Forecasts that were filed before the fact: a folder a day of forecast.json, scenario.yaml and manifest.json, and a
// list of digests that only grows, so that nothing can be mended afterwards.

inline constexpr const char* filed_folder = "results/forecasts";
inline constexpr const char* filed_list = "digests.txt";  ///< of the forecasts, a line each: XXH3-64 and path

/// Whether the list of `folder` has a forecast of this day. What lies there and is not in the list was never filed.
bool is_filed(const std::filesystem::path& folder, Date day);

/// Throws InputError when it has one, or when something lies in the day's place and there is no list to say what it is.
void require_unfiled(const std::filesystem::path& folder, Date day);

/// Files `forecast` (the bytes of DAY/forecast.json), one process at a time: `publish` puts its folder in place, then
/// the list takes its digest, on the disk when this returns. That last step files it; what ended before leaves a folder
/// that the next attempt replaces. Throws InputError when the day is filed already.
void file_forecast(const std::filesystem::path& folder, Date day, const std::string& forecast,
                   const std::function<void()>& publish);

/// Reads the filed forecasts of `folder`, checks them against the list, and holds them against what has been reported
/// since: quarters of the headline metrics that are no flows, up to `request.horizons` ahead. Throws
/// InputError where a forecast is not what was filed, or is in no list.
Backtest score_filed(const std::filesystem::path& folder, const BacktestRequest& request);

}  // namespace wafercast
