#include <runners/cli/run_output.hpp>

#include <engine/core/printable.hpp>
#include <engine/language/read.hpp>
#include <runners/cli/terminal.hpp>
#include <runners/report/csv/forecast_csv.hpp>
#include <runners/report/json/forecast_json.hpp>
#include <runners/report/json/manifest.hpp>
#include <runners/report/text/brief.hpp>
#include <runners/report/text/table.hpp>

#include <fmt/format.h>

#include <cstdio>

namespace wafercast {

RunOutput::RunOutput(const RunResult& result, const Scenario& scenario, Options options)
    : result_(result),
      scenario_(scenario),
      options_(options),
      json_(forecast_json(result.forecast, result.description)) {}

void RunOutput::write(ResultFolder& folder, const std::filesystem::path& place, Files files) const {
  folder.add("forecast.json", json_);
  if (files == Files::usual) folder.add("forecast.csv", forecast_csv(result_.forecast));
  folder.add("scenario.yaml", resolved_at(scenario_, place));
  folder.add("manifest.json", manifest_json(result_.forecast, result_.description, folder.names()));
  folder.publish();
}

/// Cautions stand in what is shown; where nothing is, whoever reads the log is told all the same.
void RunOutput::print(const std::filesystem::path& place) const {
  if (options_.json || options_.quiet) {
    for (const std::string& caution : result_.description.cautions)
      fmt::print(stderr, "wafercast: note: {}\n", caution);
  }
  if (options_.json) {
    fmt::print("{}", json_);
    return;
  }
  if (options_.quiet) return;
  const RunDescription& run = result_.description;
  if (options_.full) {
    TableOptions table;
    table.colours = colours_of_output();
    if (options_.all_assumptions) table.assumptions = run.assumptions.size();
    if (options_.all_assumptions && run.learning) table.fits = run.learning->fits.size();
    fmt::print("{}", forecast_table(result_.forecast, run, table));
  } else {
    fmt::print("{}", brief_table(result_.forecast, run,
                                 {.colours = colours_of_output(),
                                  .columns = columns_of_output(),
                                  .metrics = options_.shown.metrics,
                                  .periods = options_.shown.periods}));
  }
  if (!place.empty()) fmt::print("Results: {}\n", printable_line(place.string()));
}

ExitCode RunOutput::exit_code() const {
  const Forecast& forecast = result_.forecast;
  if (forecast.failed_paths == 0) return ExitCode::done;
  fmt::print(stderr, "wafercast: {} of {} paths gave values that are not finite; look at one with --path N, N among:",
             forecast.failed_paths, forecast.paths);
  for (const std::uint64_t path : forecast.first_failed_paths) fmt::print(stderr, " {}", path);
  fmt::print(stderr, "\n");
  return ExitCode::paths_failed;
}

}  // namespace wafercast
