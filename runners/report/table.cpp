#include <wafercast/report/figures.hpp>
#include <wafercast/report/sections.hpp>
#include <wafercast/report/table.hpp>
#include <wafercast/report/text_grid.hpp>

#include <fmt/format.h>

namespace wafercast {
namespace {

std::string title(const Forecast& forecast, const RunDescription& run, bool colour) {
  TextGrid grid({Align::left});
  grid.line({shortened(run.scenario, table_columns), Style::strong});
  const std::string facts =
      fmt::format("as of {}, {} to {}, {} paths, seed {}, {}", to_string(run.as_of), to_string(run.first_quarter()),
                  to_string(run.last_quarter()), with_thousands(forecast.paths), run.seed, run.file);
  grid.line({shortened(facts, table_columns), Style::faint});
  if (forecast.failed_paths > 0) {
    grid.line({fmt::format("{} of {} paths failed and are left out of everything below; the first is path {}",
                           with_thousands(forecast.failed_paths), with_thousands(forecast.paths),
                           forecast.first_failed_paths.front()),
               Style::strong});
  }
  return grid.text(colour);
}

}  // namespace

std::string forecast_table(const Forecast& forecast, const RunDescription& run, const TableOptions& options) {
  std::string table = title(forecast, run, options.colour);
  for (const std::string& section :
       {changes_section(forecast, run, options.colour),
        headline_section(forecast, run, options.headline, options.colour), answers_section(forecast, options.colour),
        constraints_section(forecast, options.colour), events_section(forecast, options.colour),
        lessons_section(run, options.colour), fits_section(run, options.fits, options.colour),
        assumptions_section(run.assumptions, options.assumptions, options.colour)}) {
    if (!section.empty()) table += "\n" + section;
  }
  return table;
}

}  // namespace wafercast
