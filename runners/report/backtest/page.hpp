#pragma once

#include <engine/scoring/scoreboard.hpp>

#include <string>

namespace wafercast {

/// The backtest as a report's page (html/report_page.hpp): for each metric its scores, a fan an origin and the
/// calibration, then whole years against consensus and the questions.
std::string backtest_page(const Backtest& backtest);

}  // namespace wafercast
