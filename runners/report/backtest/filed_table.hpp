#pragma once

#include <engine/scoring/scoreboard.hpp>
#include <runners/report/text/text_grid.hpp>

#include <string>

namespace wafercast {

/// Filed forecasts one by one, with what came of those whose quarter has been reported.
std::string filed_table(const Backtest& filed, Colours colours);

}  // namespace wafercast
