#pragma once

#include <wafercast/cli/prepared.hpp>
#include <wafercast/forecast/scoreboard.hpp>
#include <wafercast/scenario/read.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

namespace wafercast {

struct BacktestOptions {
  std::filesystem::path scenario;
  std::optional<std::filesystem::path> data_folder;
  std::optional<FiscalQuarter> first_origin;  ///< absent: the ninth from the last
  std::optional<FiscalQuarter> last_origin;   ///< absent: the last one reported
  int horizons = 4;                           ///< quarters ahead
  std::int64_t paths = 16'384;                ///< an origin
  std::uint64_t seed = 1;
  Threads threads;
  Reach reach{};
  std::function<void(FiscalQuarter first, FiscalQuarter last)> begin = [](FiscalQuarter, FiscalQuarter) {};
  std::function<void(int origins_done, int origins)> progress = [](int, int) {};
  std::function<bool()> stop = [] { return false; };
};

/// Throws InputError for an origin that is in no row of the record, told by its file.
void require_origin(const History& record, const std::optional<FiscalQuarter>& origin, const std::string& file);

/// Throws InputError when the last origin comes before the first.
void require_some_origin(const Backtest& backtest);

/// Forecasts from every origin by the same rule: the scenario as of the day on which the origin was reported, with what
/// had been published by then, and the baselines from the same record; then looks up what happened. Outcomes come from
/// the newest data, and no forecast sees them. Nothing when it was stopped. Throws InputError for an origin that was
/// not reported.
std::optional<Backtest> run_backtest(const BacktestOptions& options);

}  // namespace wafercast
