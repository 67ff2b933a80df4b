#pragma once

#include <vector>

namespace wafercast {

/// How far two forecasts that were made at one time of one later quarter were from what came: log(outcome / median).
struct ForecastErrors {
  int horizon;  ///< quarters ahead
  int age;      ///< quarters since it was known what came
  double beliefs;
  double record;
};

/// What is believed of the weight before a forecast is scored.
struct PoolingPrior {
  double weight = 0.05;     ///< of beliefs
  double forecasts = 80.0;  ///< that this is worth
  double memory = 0.9;      ///< weight of what was known a quarter earlier, relative to the next newer
};

/// What beliefs have earned at a horizon.
struct PooledHorizon {
  int forecasts = 0;    ///< that could be scored
  double bias = 0.0;    ///< mean log error of beliefs, shrunk: what is added to them
  double weight = 0.0;  ///< of beliefs so mended; the record has the rest
};

/// Weights for one to `horizons` quarters ahead, by least squares of past outcomes on the two forecasts, within 0 and
/// 1/2, and shrunk to the prior (J. M. Bates, C. W. J. Granger, "The combination of forecasts", Operational Research
/// Quarterly 20, 1969; why to shrink: A. Timmermann, "Forecast combinations", Handbook of Economic Forecasting 1,
/// 2006). The bias is shrunk as if `bias_forecasts` without one had been seen. At one quarter both start from the same
/// outlook, so nothing is to be pooled: weight and bias are 0 there.
std::vector<PooledHorizon> pooled_by_horizon(const std::vector<ForecastErrors>& errors, int horizons,
                                             const PoolingPrior& prior);

inline constexpr double bias_forecasts = 2.0;

}  // namespace wafercast
