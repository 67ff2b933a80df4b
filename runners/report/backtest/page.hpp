#pragma once

#include <engine/scoring/scoreboard.hpp>

#include <string>

namespace wafercast {

/// The backtest as a page of HTML with its pictures in it: what was run, for each metric its scores, a fan an origin
/// and the calibration, then the questions. It loads nothing, runs no scripts, and prints.
std::string backtest_page(const Backtest& backtest);

}  // namespace wafercast
