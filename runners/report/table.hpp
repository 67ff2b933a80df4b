#pragma once

#include <wafercast/forecast/forecast.hpp>
#include <wafercast/report/run_description.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace wafercast {

struct TableOptions {
  std::vector<std::string> headline = {"revenue", "data_center", "gross_margin", "eps", "free_cash_flow"};
  bool colour = false;
  std::size_t assumptions = 16;  ///< drivers to list, those with the newest sources
  std::size_t fits = 6;          ///< observations to list, the most surprising
};

/// The forecast for people: what was run, the headline metrics by period, the answers, what bound, which events struck,
/// and what was assumed from where. At most 100 columns.
std::string forecast_table(const Forecast& forecast, const RunDescription& run, const TableOptions& options);

}  // namespace wafercast
