#pragma once

#include <engine/core/date.hpp>
#include <runners/jobs/record/backtest.hpp>

#include <filesystem>
#include <functional>
#include <string>

namespace wafercast {

// Forecasts that were filed before the fact: a folder COMPANY/DAY/VERSION of forecast.json, scenario.yaml and
// manifest.json, and a list of digests that only grows, so that nothing can be mended afterwards. Earlier programs
// filed one forecast a day, in DAY: it counts as the day's first version.

inline constexpr const char* filed_folder = "results/forecasts";
inline constexpr const char* filed_list = "digests.txt";  ///< of the forecasts, a line each: XXH3-64 and path

/// The company of a scenario in one word, as its table of reported quarters is named: "nvidia" of nvidia_quarterly.csv.
std::string company_of(const Scenario& scenario);

/// Whether a day that has a forecast may have another.
enum class Filing { once, again };

/// Where in `folder` a company's forecast of this day goes: COMPANY/DAY/VERSION. What lies there and is not in the list
/// was never filed. Throws InputError when the day has a forecast and may have no other, or when something lies in the
/// place and there is no list to say what it is.
std::filesystem::path place_to_file(const std::filesystem::path& folder, const std::string& company, Date day,
                                    Filing filing);

/// Files `forecast` (the bytes of PLACE/forecast.json), one process at a time: `publish` puts its folder in place, then
/// the list takes its digest, on the disk when this returns. That last step files it; what ended before leaves a folder
/// that the next attempt replaces. Throws InputError when another process has taken the place since.
void file_forecast(const std::filesystem::path& folder, const std::filesystem::path& place, const std::string& forecast,
                   const std::function<void()>& publish);

/// Reads what of the company of `request` is filed in `folder`, checks it against the list, and holds it against what
/// has been reported since: quarters of the headline metrics that are no flows, up to `request.horizons` ahead, each
/// version of a day as a method of its own. Throws InputError where a forecast is not what was filed, or is in no list.
Backtest score_filed(const std::filesystem::path& folder, const BacktestRequest& request);

}  // namespace wafercast
