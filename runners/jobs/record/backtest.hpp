#pragma once

#include <engine/language/read.hpp>
#include <engine/scoring/scoreboard.hpp>
#include <runners/jobs/runs/callbacks.hpp>
#include <runners/jobs/runs/scenario_request.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

namespace wafercast {

/// A backtest as somebody asks for it. Of the scenario's request the file, the data folder, the reach, the seed and the
/// threads count; each origin has its own as-of date and horizon.
struct BacktestRequest {
  ScenarioRequest scenario;
  std::optional<FiscalQuarter> first_origin{};  ///< absent: the ninth from the last
  std::optional<FiscalQuarter> last_origin{};   ///< absent: the last one reported
  int horizons = 8;                             ///< quarters ahead
  std::int64_t paths = 16'384;                  ///< an origin

  /// Called once the origins are known, before the work.
  std::function<void(FiscalQuarter first, FiscalQuarter last)> begin = [](FiscalQuarter, FiscalQuarter) {};
};

/// Throws InputError for an origin that is in no row of the record, told by its file.
void require_origin(const History& record, const std::optional<FiscalQuarter>& origin, const std::string& file);

/// Throws InputError when the last origin comes before the first.
void require_some_origin(const Backtest& backtest);

/// Says what is told first, and what each metric's skill is measured against.
void name_baselines(const Scenario& scenario, Backtest& backtest);

/// Forecasts from every origin by the same rule: the scenario as of the day on which the origin was reported, with what
/// had been published by then, and the baselines from the same record; then looks up what happened. Outcomes come from
/// the newest data, and no forecast sees them. Nothing when it was stopped. Throws InputError for an origin that was
/// not reported.
std::optional<Backtest> backtest(const BacktestRequest& request, const Callbacks& callbacks);

}  // namespace wafercast
