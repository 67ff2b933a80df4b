#pragma once

#include <engine/forecast/forecast.hpp>
#include <runners/jobs/runs/run_description.hpp>
#include <runners/report/text/text_grid.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace wafercast {

struct TableOptions {
  Colours colours = Colours::none;
  std::size_t assumptions = 16;  ///< drivers to list, those with the newest sources
  std::size_t fits = 6;          ///< observations to list, the most surprising
};

/// The forecast for people: what was run, the headline metrics by period, the answers, what bound, which events struck,
/// and what was assumed from where. At most 100 columns.
std::string forecast_table(const Forecast& forecast, const RunDescription& run, const TableOptions& options);

}  // namespace wafercast
