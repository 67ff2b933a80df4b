#include <engine/scoring/past_errors.hpp>

namespace wafercast {

std::vector<PastError> past_errors(const Backtest& backtest) {
  std::vector<PastError> errors;
  for (const ScoredForecast& forecast : backtest.forecasts) {
    if (forecast.method != backtest.method || forecast.metric != backtest.sales) continue;
    const auto score = score_of(forecast);
    const auto published = backtest.record.published.find(forecast.target);
    if (!score || published == backtest.record.published.end()) continue;
    errors.push_back(
        {forecast.origin, forecast.origin_date, forecast.horizon, forecast.target, published->second, -score->error});
  }
  return errors;
}

}  // namespace wafercast
