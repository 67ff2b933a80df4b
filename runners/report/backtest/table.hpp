#pragma once

#include <engine/scoring/scoreboard.hpp>
#include <runners/report/text/text_grid.hpp>

#include <string>

namespace wafercast {

/// The backtest for people: what was run, the scores by metric, horizon and method, and the questions with their
/// answers by origin. At most 100 columns.
std::string backtest_table(const Backtest& backtest, Colours colours);

}  // namespace wafercast
