#pragma once

#include <engine/scoring/scoreboard.hpp>

#include <array>
#include <map>
#include <string>

namespace wafercast {

/// The backtest as files of a forecast hub (https://docs.hubverse.io), by path within the hub: for each method and
/// origin `model-output/<model>/<origin_date>-<model>.csv` with the 23 usual quantiles and the median, of point
/// forecasts the median alone; the hub's configuration (hub_config.hpp); what happened as `target-data/time-series.csv`
/// and `target-data/oracle-output.csv`. Figures are in natural units.
std::map<std::string, std::string> hub_files(const Backtest& backtest);

/// The levels of quantiles: those of the COVID-19 and influenza hubs.
inline constexpr std::array<double, 23> hub_levels = {0.01, 0.025, 0.05, 0.1, 0.15, 0.2,   0.25, 0.3,
                                                      0.35, 0.4,   0.45, 0.5, 0.55, 0.6,   0.65, 0.7,
                                                      0.75, 0.8,   0.85, 0.9, 0.95, 0.975, 0.99};

/// Names of models and scenarios hold lower-case letters, digits and underscores.
std::string hub_name(std::string text);

/// A method's name in the hub, team and model: "wafercast-guided".
std::string hub_model(const std::string& method);

}  // namespace wafercast
