#pragma once

#include <engine/scoring/scoreboard.hpp>
#include <runners/report/text/text_grid.hpp>

#include <string>

namespace wafercast {

/// The scores of the method under test by horizon, a column each, and of full years. Empty where nothing reaches beyond
/// the horizons that the other tables show.
std::string horizons_section(const Backtest& backtest, Colours colours);

}  // namespace wafercast
