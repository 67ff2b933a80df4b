#pragma once

#include <engine/record/regression.hpp>
#include <engine/uncertainty/belief.hpp>

#include <optional>
#include <vector>

namespace wafercast {

/// A quarter of a company as it stood on the day of its report. Money in any unit, the same for all.
struct ReportedQuarter {
  double revenue;
  std::optional<double> outlook{};  ///< given on that day for the next quarter
  double one_off = 0.0;             ///< part of the revenue that was known on that day to be gone in the next quarter
};

/// What later growth returns to, and how fast. The forecast is the average over all pairs of a persistence φ and a
/// window, of g(h) = m + φ (g(h − 1) − m), where m is the mean growth over the window, shrunk to `toward` as if that
/// had been seen in `toward_quarters` quarters.
struct ReturnToMean {
  std::vector<double> persistence = {0.5, 0.6};
  std::vector<int> windows = {12, 0};  ///< quarters; 0: the whole record
  double toward = 0.05;
  double toward_quarters = 4.0;

  /// Log growth of the `quarters` quarters after one that grew by `first`. `growths`: of the record, oldest first.
  std::vector<double> after(double first, const std::vector<double>& growths, int quarters) const;
};

/// What a company's own record says of its coming quarters: the first from its outlook and its habit of beating it
/// (regressed), then growth that returns to its mean. The growth of each quarter after the first errs by `calm` · t₄,
/// or, where a break strikes, by a normal of sd `break_sd`. For any company that gives an outlook.
struct GrowthRule {
  RegressionPrior beat = {.level = {0.04, 0.06}, .slope = {0.25, 0.15}, .scatter = 0.02};
  double memory = 0.6;  ///< weight of a beat relative to the next newer one
  int beats = 24;       ///< the newest that are looked at
  ReturnToMean later{};
  double calm = 0.025;
  double break_probability = 0.15;  ///< a quarter
  double break_sd = 0.25;
};

struct RuleForecast {
  StudentT first;              ///< log revenue of the next quarter
  std::vector<double> centre;  ///< of log revenue, one, two, … quarters ahead
};

/// From quarters without a gap, oldest first. Nothing without an outlook for the next quarter, or without a beat.
std::optional<RuleForecast> rule_forecast(const GrowthRule& rule, const std::vector<ReportedQuarter>& record,
                                          int quarters);

/// Quantiles of revenue at (i + ½) / count for each quarter of a forecast, from a convolution on a grid of logs whose
/// step is 0.004: exact to about a thousandth.
std::vector<std::vector<double>> rule_values(const GrowthRule& rule, const RuleForecast& forecast, int count);

}  // namespace wafercast
