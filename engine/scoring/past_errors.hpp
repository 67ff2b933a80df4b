#pragma once

#include <engine/scoring/scoreboard.hpp>

#include <vector>

namespace wafercast {

/// How far a past forecast of the company's sales was from what came.
struct PastError {
  FiscalQuarter origin;
  Date as_of;  ///< day of the forecast
  int horizon = 0;
  FiscalQuarter target;
  Date published;          ///< day on which the target was reported: from then on the error was known
  double log_error = 0.0;  ///< log(outcome / median): above zero where the forecast fell short
};

/// Of the method under test, by origin and horizon; a row each target that has been reported.
std::vector<PastError> past_errors(const Backtest& backtest);

}  // namespace wafercast
