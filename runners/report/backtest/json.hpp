#pragma once

#include <engine/scoring/scoreboard.hpp>

#include <string>

namespace wafercast {

/// scoreboard.json: what was run, the scoreboard, every forecast with its quantiles, outcome and scores, and the
/// questions. Quantiles are in natural units, scores in those of ForecastScore; what is not known is null. Equal runs
/// give equal bytes.
std::string backtest_json(const Backtest& backtest);

}  // namespace wafercast
