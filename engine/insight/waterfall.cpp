#include <engine/insight/waterfall.hpp>

#include <engine/core/sample_quantile.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace wafercast {
namespace {

/// Of values that may be none.
double middle_of(std::vector<double> values) {
  return values.empty() ? std::numeric_limits<double>::quiet_NaN() : median_of(std::move(values));
}

/// The error of a figure that each part tells with √parts times the error of the whole.
double error_of(const std::vector<double>& by_part) {
  const auto parts = static_cast<double>(by_part.size());
  double mean = 0.0;
  for (const double value : by_part) mean += value / parts;
  double squares = 0.0;
  for (const double value : by_part) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / (parts - 1.0) / parts);
}

Estimate estimate_of(const Level& level) {
  return {level.median, error_of(level.of_parts)};
}

Estimate difference(const Level& later, const Level& earlier) {
  std::vector<double> by_part;
  for (std::size_t p = 0; p < later.of_parts.size(); ++p) by_part.push_back(later.of_parts[p] - earlier.of_parts[p]);
  return {later.median - earlier.median, error_of(by_part)};
}

}  // namespace

Level level_of(const std::vector<double>& values) {
  Level level;
  std::vector<double> all;
  for (std::size_t part = 0; part < level_parts; ++part) {
    std::vector<double> of_part;
    for (std::size_t i = part * values.size() / level_parts; i < (part + 1) * values.size() / level_parts; ++i) {
      if (std::isfinite(values[i])) of_part.push_back(values[i]);
    }
    all.insert(all.end(), of_part.begin(), of_part.end());
    level.of_parts.push_back(middle_of(std::move(of_part)));
  }
  level.median = middle_of(std::move(all));
  return level;
}

Waterfall telescoped(std::string metric, std::string unit, const Period& period, const Level& from,
                     const std::vector<LevelAfter>& levels) {
  Waterfall waterfall{std::move(metric), std::move(unit), period, estimate_of(from), {}, {}};
  const Level* before = &from;
  for (const LevelAfter& after : levels) {
    waterfall.steps.push_back({after.news, after.details, difference(after.level, *before), estimate_of(after.level)});
    before = &after.level;
  }
  waterfall.change = difference(*before, from);
  return waterfall;
}

}  // namespace wafercast
