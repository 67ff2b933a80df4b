#include <runners/report/text/figures.hpp>
#include <runners/report/text/sections.hpp>
#include <runners/report/text/table.hpp>
#include <runners/report/text/text_grid.hpp>

#include <fmt/format.h>

namespace wafercast {
namespace {

std::string title(const Forecast& forecast, const RunDescription& run, Colours colours) {
  TextGrid grid({Align::left});
  grid.line({shortened(run.scenario, table_columns), Style::strong});
  const std::string facts =
      fmt::format("as of {}, {} to {}, {}, seed {}, {}", to_string(run.as_of), to_string(run.first_quarter()),
                  to_string(run.last_quarter()), drawn_paths(forecast.paths, run.points()), run.input.seed, run.file());
  grid.line({shortened(facts, table_columns), Style::faint});
  if (forecast.failed_paths > 0) {
    grid.line({fmt::format("{} of {} paths failed and are left out of everything below; the first is path {}",
                           with_thousands(forecast.failed_paths), with_thousands(forecast.paths),
                           forecast.first_failed_paths.front()),
               Style::strong});
  }
  return grid.text(colours);
}

}  // namespace

std::string forecast_table(const Forecast& forecast, const RunDescription& run, const TableOptions& options) {
  std::string table = title(forecast, run, options.colours);
  for (const std::string& section :
       {changes_section(forecast, run, options.colours), headline_section(forecast, run, run.headline, options.colours),
        beliefs_section(forecast, run, options.colours), takes_section(run, options.colours),
        answers_section(forecast, options.colours), constraints_section(forecast, run, options.colours),
        events_section(forecast, options.colours), lessons_section(run, options.colours),
        fits_section(run, options.fits, options.colours),
        assumptions_section(run.assumptions, options.assumptions, options.colours)}) {
    if (!section.empty()) table += "\n" + section;
  }
  return table;
}

}  // namespace wafercast
