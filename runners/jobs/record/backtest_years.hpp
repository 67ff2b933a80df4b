#pragma once

#include <runners/jobs/record/backtest.hpp>
#include <runners/jobs/runs/prepare.hpp>

#include <vector>

namespace wafercast {

/// Adds forecasts of whole fiscal years of the company's sales, as of each day on which a consensus for them was
/// published, from the first origin to the last. No when it was stopped: years may be missing then.
bool add_years(const BacktestRequest& request, const History& record, Backtest& backtest, const Callbacks& callbacks);

/// A year to be forecast, and where the plan holds it.
struct YearAhead {
  ScoredYear year;  ///< without values
  int series = 0;
};

/// The fiscal years of the company's sales that begin after the next quarter and that the plan forecasts whole.
std::vector<YearAhead> years_ahead(const Prepared& prepared, const std::string& sales, const History& record);

}  // namespace wafercast
