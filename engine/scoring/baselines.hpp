#pragma once

#include <engine/core/fiscal_calendar.hpp>
#include <engine/scenario/history.hpp>

#include <optional>
#include <string>
#include <vector>

namespace wafercast {

// Forecasts that anybody can make from the company's record alone: what a model has to beat. Each looks back over the
// eight quarters up to `origin`, the last reported one, and forecasts the quarter `horizon` ≥ 1 quarters after it.
// Nothing where the record does not suffice. The history is the one known at the origin.

/// A normal distribution of a logarithm, or of the figure itself.
struct NormalForecast {
  double mean;
  double sd;
};

/// A log random walk with the mean and sd of the last eight growths of `metric`: mean log x + h · growth, sd · √h.
/// Needs nine reported quarters without a gap.
std::optional<NormalForecast> drift_baseline(const History& history, const std::string& metric, FiscalQuarter origin,
                                             int horizon);

/// The log of sales: next quarter the guided midpoint plus the mean log beat of the guided quarters among the last
/// eight; then the growth so implied, damped by 0.85 a quarter. The variance is that of the beats plus 0.07² a further
/// quarter.
std::optional<NormalForecast> guided_baseline(const History& history, const std::string& sales, FiscalQuarter origin,
                                              int horizon);

/// The growth of guided_baseline, applied to the log of another metric that moves with sales.
std::optional<NormalForecast> guided_growth_baseline(const History& history, const std::string& sales,
                                                     const std::string& metric, FiscalQuarter origin, int horizon);

/// A flow that may be negative: its part of sales over the last eight quarters, mean and sd, times the sales that
/// guided_baseline expects.
std::optional<NormalForecast> guided_flow_baseline(const History& history, const std::string& sales,
                                                   const std::string& metric, FiscalQuarter origin, int horizon);

/// Whether quarters in which a charge upset the margin take part.
enum class ChargedQuarters { counted, left_out };

/// Gross margin, a fraction: the margin guided for the next quarter plus the mean error of guidance among the last
/// eight quarters, for all horizons. The variance is that of the errors plus 0.01² a further quarter. A quarter counts
/// as charged when the margin was more than two points off its guidance.
std::optional<NormalForecast> guided_margin_baseline(const History& history, const std::string& margin,
                                                     FiscalQuarter origin, int horizon, ChargedQuarters charged);

/// The quantiles of the standard normal distribution at (i + ½) / count. Who has many forecasts makes them once: they
/// take longer than all else.
std::vector<double> standard_normal_values(int count);
/// The quantiles of a forecast at (i + ½) / count, as scores.hpp takes them.
std::vector<double> normal_values(const NormalForecast& forecast, const std::vector<double>& standard);
std::vector<double> normal_values(const NormalForecast& forecast, int count);
/// The same of a forecast of a logarithm, in natural units.
std::vector<double> lognormal_values(const NormalForecast& log_forecast, const std::vector<double>& standard);
std::vector<double> lognormal_values(const NormalForecast& log_forecast, int count);

}  // namespace wafercast
