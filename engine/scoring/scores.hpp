#pragma once

#include <engine/core/sample_quantile.hpp>

#include <span>

namespace wafercast {

// Proper scores of forecasts against what happened (Gneiting and Raftery, JASA 102, 2007). A forecast comes as n ≥ 1
// finite values in ascending order that are equally likely: its quantiles at the probabilities (i + ½) / n. A single
// value is a point forecast. Scores have the unit of the values; take logarithms first to score relative errors.

/// The continuous ranked probability score ∫ (F(x) − 1{x ≥ outcome})² dx; smaller is better, 0 is perfect. Twice the
/// mean quantile score over the n values, which is the score of their distribution function exactly (Laio and Tamea
/// 2007). Of a single value it is the absolute error.
double crps(std::span<const double> ascending, double outcome);

/// The same for a normal distribution, in closed form (Gneiting and Raftery 2007, eq. 21); for sd = 0 the absolute
/// error.
double crps_normal(double mean, double sd, double outcome);

/// Probability integral transform: the share of values below the outcome, those equal to it counted half. Uniform on
/// [0, 1] over many forecasts if they are calibrated.
double pit(std::span<const double> ascending, double outcome);

/// (probability − 1{happened})²: 0 is perfect, 0.25 what a coin says, 1 certain and wrong.
double brier(double probability, bool happened);

struct CentralInterval {
  double low;
  double high;

  double width() const { return high - low; }
  bool covers(double value) const { return low <= value && value <= high; }
};

/// The interval that leaves (1 − probability) / 2 of the forecast on either side.
CentralInterval central_interval(std::span<const double> ascending, double probability);

}  // namespace wafercast
