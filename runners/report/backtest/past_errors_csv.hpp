#pragma once

#include <engine/scoring/scoreboard.hpp>

#include <string>

namespace wafercast {

/// The errors of past forecasts of the company's sales as a table with the day from which each was known.
std::string past_errors_csv(const Backtest& backtest);

}  // namespace wafercast
