#include <engine/record/growth_rule.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <numeric>

namespace wafercast {
namespace {

/// Densities of an error of log revenue at −reach, −reach + step, …, reach.
using Density = std::vector<double>;
constexpr double step = 0.004;
constexpr int half = 600;
constexpr std::size_t points = 2 * half + 1;

double at(std::size_t i) {
  return step * (static_cast<double>(i) - half);
}

/// Student t with four degrees of freedom: 3/8 (1 + x²/4)^(−5/2).
double t4_density(double x, double scale) {
  return 0.375 * std::pow(1.0 + x * x / (4.0 * scale * scale), -2.5) / scale;
}

double normal_density(double x, double sd) {
  return std::exp(-0.5 * x * x / (sd * sd)) / (sd * std::sqrt(2.0 * std::numbers::pi));
}

template <class Function>
Density tabulated(Function function) {
  Density density(points);
  for (std::size_t i = 0; i < points; ++i) density[i] = function(at(i));
  const double sum = std::accumulate(density.begin(), density.end(), 0.0);
  for (double& value : density) value /= sum;  // what the grid leaves out and rounds is shared by all
  return density;
}

Density convolved(const Density& a, const Density& b) {
  Density sum(points, 0.0);
  for (std::size_t i = 0; i < points; ++i) {
    if (a[i] < 1e-12) continue;
    for (std::size_t k = 0; k < points; ++k) {
      const auto to = static_cast<std::ptrdiff_t>(i + k) - half;
      if (to >= 0 && to < static_cast<std::ptrdiff_t>(points)) sum[static_cast<std::size_t>(to)] += a[i] * b[k];
    }
  }
  return sum;
}

std::vector<double> quantiles(const Density& density, double centre, int count) {
  std::vector<double> values;
  const double total = std::accumulate(density.begin(), density.end(), 0.0);
  double below = 0.0;
  std::size_t i = 0;
  for (int k = 0; k < count; ++k) {
    const double wanted = (k + 0.5) / count * total;
    while (i + 1 < points && below + density[i] < wanted) below += density[i++];
    const double within = density[i] > 0.0 ? std::clamp((wanted - below) / density[i], 0.0, 1.0) : 0.5;
    values.push_back(std::exp(centre + at(i) + step * (within - 0.5)));
  }
  return values;
}

/// Log growth that an outlook named, over what of the quarter before is not gone.
double named_growth(const ReportedQuarter& quarter) {
  return std::log(*quarter.outlook / (quarter.revenue - quarter.one_off));
}

std::vector<RecordedQuarter> beats_of(const std::vector<ReportedQuarter>& record, int most) {
  std::vector<RecordedQuarter> beats;
  for (std::size_t i = record.size() - 1; i > 0 && static_cast<int>(beats.size()) < most; --i) {
    const ReportedQuarter& before = record[i - 1];
    if (!before.outlook) continue;
    beats.push_back(
        {static_cast<int>(record.size() - 1 - i), std::log(record[i].revenue / *before.outlook), named_growth(before)});
  }
  return beats;
}

}  // namespace

std::vector<double> ReturnToMean::after(double first, const std::vector<double>& growths, int quarters) const {
  std::vector<double> average(static_cast<std::size_t>(quarters), 0.0);
  const double pairs = static_cast<double>(persistence.size() * windows.size());
  for (const int window : windows) {
    const auto all = static_cast<std::ptrdiff_t>(growths.size());
    const auto count = window > 0 ? std::min<std::ptrdiff_t>(window, all) : all;
    const double sum = std::accumulate(growths.end() - count, growths.end(), toward * toward_quarters);
    const double weight = static_cast<double>(count) + toward_quarters;
    const double mean = weight > 0.0 ? sum / weight : 0.0;
    for (const double kept : persistence) {
      double growth = first;
      for (double& total : average) total += (growth = mean + kept * (growth - mean)) / pairs;
    }
  }
  return average;
}

std::optional<RuleForecast> rule_forecast(const GrowthRule& rule, const std::vector<ReportedQuarter>& record,
                                          int quarters) {
  if (record.empty() || !record.back().outlook || quarters < 1) return std::nullopt;
  const std::vector<RecordedQuarter> beats = beats_of(record, rule.beats);
  if (beats.empty()) return std::nullopt;
  const ReportedQuarter& last = record.back();
  RuleForecast forecast{regressed(beats, rule.memory, rule.beat, named_growth(last)), {}};
  forecast.first.location += std::log(*last.outlook);

  std::vector<double> growths;
  for (std::size_t i = 1; i < record.size(); ++i)
    growths.push_back(std::log(record[i].revenue / record[i - 1].revenue));
  const double first = forecast.first.location - std::log(last.revenue - last.one_off);
  forecast.centre.push_back(forecast.first.location);
  for (const double growth : rule.later.after(first, growths, quarters - 1)) {
    forecast.centre.push_back(forecast.centre.back() + growth);
  }
  return forecast;
}

std::vector<std::vector<double>> rule_values(const GrowthRule& rule, const RuleForecast& forecast, int count) {
  const Density later = tabulated([&](double x) {
    return (1.0 - rule.break_probability) * t4_density(x, rule.calm) +
           rule.break_probability * normal_density(x, rule.break_sd);
  });
  Density error = tabulated([&](double x) { return t4_density(x, forecast.first.scale); });
  std::vector<std::vector<double>> values;
  for (std::size_t h = 0; h < forecast.centre.size(); ++h) {
    if (h > 0) error = convolved(later, error);
    values.push_back(quantiles(error, forecast.centre[h], count));
  }
  return values;
}

}  // namespace wafercast
