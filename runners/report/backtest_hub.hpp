#pragma once

#include <wafercast/forecast/scoreboard.hpp>

#include <map>
#include <string>

namespace wafercast {

/// The backtest as files of a forecast hub (https://docs.hubverse.io), by path within the hub: for each method and
/// origin `model-output/<model>/<origin_date>-<model>.csv` with the 23 usual quantiles and the median, of point
/// forecasts the median alone; what happened as `target-data/time-series.csv` and `target-data/oracle-output.csv`.
/// Figures are in natural units.
std::map<std::string, std::string> hub_files(const Backtest& backtest);

/// A method's name in the hub, team and model: "wafercast-guided".
std::string hub_model(const std::string& method);

}  // namespace wafercast
