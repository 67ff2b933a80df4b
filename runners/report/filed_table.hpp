#pragma once

#include <wafercast/forecast/scoreboard.hpp>

#include <string>

namespace wafercast {

/// Filed forecasts one by one, with what came of those whose quarter has been reported.
std::string filed_table(const Backtest& filed, bool colour);

}  // namespace wafercast
