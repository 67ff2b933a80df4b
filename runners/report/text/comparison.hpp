#pragma once

#include <runners/jobs/studies/compare.hpp>
#include <runners/report/text/text_grid.hpp>

#include <string>

namespace wafercast {

struct ComparisonOptions {
  Colours colours = Colours::none;
  std::size_t metrics = 2;  ///< so many of them, from the first, have a table
};

/// What differs, what it does to the metric that people ask about first, and a table a metric: within 80 columns.
std::string comparison_text(const CompareResult& result, const ComparisonOptions& options);

/// What two scenarios say otherwise, a line each.
std::string scenario_differences_text(const std::vector<ScenarioDifference>& differences);

}  // namespace wafercast
