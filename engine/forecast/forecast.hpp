#pragma once

#include <wafercast/core/period.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// A number with its Monte Carlo standard error.
struct Estimate {
  double value = 0.0;
  double error = 0.0;
};

/// The distribution of one metric in one period.
struct Distribution {
  std::int64_t paths = 0;
  Estimate mean;
  Estimate sd;
  double minimum = 0.0;
  double maximum = 0.0;
  std::map<double, Estimate> quantiles;  ///< by probability
  std::vector<std::int64_t> histogram;   ///< equal cells between the 1 % and 99 % quantiles, outer ones take the tails
};

struct MetricForecast {
  std::string name;
  std::string unit;
  std::map<Period, Distribution> periods;
};

/// A question's answer: a probability, or a distribution.
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
  std::int64_t paths = 0;
  std::vector<MetricForecast> metrics;  ///< in the model's order
  std::vector<Answer> answers;
  std::vector<EventFrequency> events;
};

}  // namespace wafercast
