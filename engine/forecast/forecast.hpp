#pragma once

#include <engine/core/period.hpp>

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// The probabilities whose quantiles a forecast holds.
inline constexpr std::array<double, 9> reported_probabilities = {0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99};

/// Cells of Distribution::histogram.
inline constexpr int histogram_cells = 16;

/// A number with its Monte Carlo standard error; infinite where a single path says nothing of the error.
struct Estimate {
  double value = 0.0;
  double error = 0.0;
};

/// The distribution of one metric in one period. Without paths everything in it is zero or empty.
struct Distribution {
  std::int64_t paths = 0;
  Estimate mean;
  Estimate sd;
  double minimum = 0.0;
  double maximum = 0.0;
  std::map<double, Estimate> quantiles;  ///< by probability
  /// Paths in equal cells between the 1 % and the 99 % quantile; the outer cells take the tails too. All in one middle
  /// cell where the two quantiles are the same.
  std::vector<std::int64_t> histogram;
};

struct MetricForecast {
  std::string name;
  std::string unit;
  std::map<Period, Distribution> periods;
};

/// A question's answer: a probability, or a distribution; neither when no path met the condition of `given`.
struct Answer {
  std::string name;
  std::string text;
  std::string metric;
  std::string unit;
  Period period = Period::year(0);
  std::int64_t paths = 0;  ///< paths that met the condition of `given`; all paths without one
  std::optional<Estimate> probability;
  std::optional<Distribution> distribution;
};

struct EventFrequency {
  std::string name;
  Estimate probability;  ///< of starting within the horizon
};

/// Distributions of every metric and period, with Monte Carlo errors.
struct Forecast {
  std::int64_t paths = 0;         ///< all that were run
  std::int64_t failed_paths = 0;  ///< of these, paths with a non-finite value: in no distribution and no answer
  std::vector<std::uint64_t> first_failed_paths;  ///< the lowest ids, ascending
  std::vector<MetricForecast> metrics;            ///< in the model's order
  std::vector<Answer> answers;
  std::vector<EventFrequency> events;
};

}  // namespace wafercast
