#pragma once

#include <engine/scoring/scoreboard.hpp>

#include <string>
#include <vector>

namespace wafercast {

// The pictures of the backtest's page, as SVG whose classes the page styles.

/// One picture an origin, all on the same axes: the central 90 % and 50 % bands and the median of the method under
/// test, the median of the metric's baseline, and what was reported.
std::vector<std::string> fan_charts(const Backtest& backtest, const std::string& metric);

/// How many outcomes fell into each tenth of their forecasts; flat when the forecasts are calibrated.
std::string pit_chart(const Backtest& backtest, const std::string& metric);

/// The share of outcomes below each quantile of their forecasts, of the method under test and of the baseline; the
/// diagonal when they are calibrated.
std::string calibration_chart(const Backtest& backtest, const std::string& metric);

}  // namespace wafercast
