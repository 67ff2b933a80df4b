#pragma once

#include <runners/jobs/record/backtest.hpp>

namespace wafercast {

/// Adds forecasts of whole fiscal years of the company's sales, as of each day on which a consensus for them was
/// published, from the first origin to the last. No when it was stopped: years may be missing then.
bool add_years(const BacktestRequest& request, const History& record, Backtest& backtest, const Callbacks& callbacks);

}  // namespace wafercast
