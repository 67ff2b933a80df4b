#pragma once

#include <engine/scoring/scoreboard.hpp>

#include <string>

namespace wafercast {

/// forecasts.csv: a forecast a row, with its quantiles in natural units and its scores in those of ForecastScore. What
/// is not known, or has no meaning for a point forecast, is empty. Numbers read back as the same bits.
std::string backtest_csv(const Backtest& backtest);

}  // namespace wafercast
