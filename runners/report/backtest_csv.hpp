#pragma once

#include <wafercast/forecast/scoreboard.hpp>

#include <string>

namespace wafercast {

/// forecasts.csv: a forecast a row, with its quantiles in natural units and its scores in those of ForecastScore. What
/// is not known, or has no meaning for a point forecast, is empty. Numbers read back as the same bits.
std::string backtest_csv(const Backtest& backtest);

/// questions.csv: an answer a row, with `happened` 1, 0 or empty.
std::string backtest_questions_csv(const Backtest& backtest);

}  // namespace wafercast
