#pragma once

#include <engine/forecast/forecast.hpp>
#include <runners/jobs/runs/run_description.hpp>
#include <runners/report/text/text_grid.hpp>

#include <string>
#include <vector>

namespace wafercast {

struct BriefOptions {
  Colours colours = Colours::none;
  int columns = 80;                    ///< of the terminal; 40 at least
  std::vector<std::string> metrics{};  ///< to show instead of the usual ones
  std::vector<std::string> periods{};  ///< to show instead of all
};

/// What people want to know first, on at most 40 lines of at most `columns`: a sentence for each whole fiscal year, a
/// row a period of the metrics that matter most, what the scenario changes, the answers, and what holds sales back.
/// Throws InputError for a metric or a period that was not forecast.
std::string brief_table(const Forecast& forecast, const RunDescription& run, const BriefOptions& options);

/// "FY28 revenue: 734 bn USD, nine in ten between 519 and 1,058; consensus 499." For each fiscal year that the forecast
/// completes, of the first metric that is shown; empty where that was not forecast.
std::vector<std::string> year_sentences(const Forecast& forecast, const RunDescription& run);

}  // namespace wafercast
