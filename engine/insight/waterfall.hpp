#pragma once

#include <engine/core/period.hpp>
#include <engine/forecast/forecast.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace wafercast {

/// A median over paths, with the medians of fixed parts of the paths. Two levels from the same draws share their luck:
/// the scatter of the parts' differences says how well the difference is known, better than either level.
struct Level {
  double median = 0.0;
  std::vector<double> of_parts;
};

inline constexpr int level_parts = 8;

/// The level of values in the order of their paths; those that are not finite count as failed paths and are left out.
/// There must be at least one finite value in each part.
Level level_of(const std::vector<double>& values);

/// A level after one more piece of news.
struct LevelAfter {
  std::string news;
  std::vector<std::string> details;
  Level level;
};

struct WaterfallStep {
  std::string news;
  std::vector<std::string> details;
  Estimate change;
  Estimate level;  ///< after it
};

/// How a median went from one day's to another's, by piece of news.
struct Waterfall {
  std::string metric;
  std::string unit;
  Period period = Period::year(0);
  Estimate from;
  std::vector<WaterfallStep> steps;
  Estimate change;  ///< of all steps: to − from

  const Estimate& to() const { return steps.empty() ? from : steps.back().level; }
};

/// Differences of successive levels, which therefore add up to the whole change. What a piece of news did depends on
/// what was known before it: the order is part of the answer.
Waterfall telescoped(std::string metric, std::string unit, const Period& period, const Level& from,
                     const std::vector<LevelAfter>& levels);

}  // namespace wafercast
