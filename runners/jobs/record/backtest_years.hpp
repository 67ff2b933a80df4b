#pragma once

#include <runners/jobs/record/backtest.hpp>
#include <runners/jobs/runs/prepare.hpp>

#include <map>
#include <string>
#include <vector>

namespace wafercast {

/// What was expected of whole fiscal years of the company's sales, by the day on which it was published.
using YearsByDay = std::map<Date, std::vector<History::Expectation>>;

/// From the first origin to the last.
YearsByDay years_expected(const Backtest& backtest, const History& record);

/// Forecasts of these years as of the day.
Backtest backtest_years(Date day, const std::vector<History::Expectation>& expected, const BacktestRequest& request,
                        const History& record);

/// A year to be forecast, and where the plan holds it.
struct YearAhead {
  ScoredYear year;  ///< without values
  int series = 0;
};

/// The fiscal years of the company's sales that begin after the next quarter and that the plan forecasts whole.
std::vector<YearAhead> years_ahead(const Prepared& prepared, const std::string& sales, const History& record);

}  // namespace wafercast
