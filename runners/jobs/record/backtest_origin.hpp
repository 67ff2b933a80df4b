#pragma once

#include <runners/jobs/record/backtest.hpp>

namespace wafercast {

/// What one origin says: forecasts, baselines and answers, with what happened since by the record.
Backtest backtest_from(FiscalQuarter origin, const BacktestRequest& request, const History& record);

}  // namespace wafercast
