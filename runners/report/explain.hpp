#pragma once

#include <wafercast/core/date.hpp>
#include <wafercast/insight/spread.hpp>
#include <wafercast/insight/waterfall.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace wafercast {

/// What was explained.
struct ExplanationHeading {
  std::string scenario;  ///< its name
  Date as_of;            ///< of a waterfall: the earlier day
  std::int64_t paths = 0;
  std::int64_t failed_paths = 0;
  std::uint64_t seed = 0;
  std::map<std::string, std::string> metric_titles;  ///< "gross margin, non-GAAP"
};

/// A block a series: the groups by falling share of its variance, with bars. Shares are rounded so that they add up as
/// printed. At most 100 columns.
std::string spread_text(const Spreads& spreads, const ExplanationHeading& heading);
std::string spread_json(const Spreads& spreads, const ExplanationHeading& heading);

/// A block a metric: the old median, what each piece of news did to it, with bars between the levels before and after,
/// and the new median. Changes are differences of rounded levels, so that they add up as printed. At most 100 columns.
std::string waterfall_text(const std::vector<Waterfall>& waterfalls, const ExplanationHeading& heading, Date to);
std::string waterfall_json(const std::vector<Waterfall>& waterfalls, const ExplanationHeading& heading, Date to);

}  // namespace wafercast
