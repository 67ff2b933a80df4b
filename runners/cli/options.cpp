#include <wafercast/cli/option_text.hpp>
#include <wafercast/cli/options.hpp>

#include <charconv>

namespace wafercast {
namespace {

/// `8`, `8 quarters` or `8q`: people write all three.
int read_quarters(const std::string& text) {
  int quarters = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, quarters);
  const std::string rest(stop, end);
  const bool known = rest.empty() || rest == "q" || rest == " quarters" || rest == " quarter";
  if (error != std::errc() || !known || quarters < 1 || quarters > 40) {
    throw CLI::ValidationError("--horizon", "'" + text + "' is no number of quarters from 1 to 40");
  }
  return quarters;
}

}  // namespace

void add_paths(CLI::App& command, std::int64_t& paths, const std::string& meaning) {
  command.add_option_function<std::string>(
      "--paths", [&paths](const std::string& text) { paths = read_paths_option(text); }, meaning);
}

void declare_run(CLI::App& command, RunArguments& arguments) {
  command.add_option("scenario", arguments.scenario, "Scenario file (YAML)");
  command.add_option_function<std::string>(
      "--as-of", [&](const std::string& text) { arguments.as_of = read_date_option("--as-of", text); },
      "Use what was published by this date (YYYY-MM-DD); default: the newest date in the data");
  command.add_option_function<std::string>(
      "--horizon", [&](const std::string& text) { arguments.quarters = read_quarters(text); },
      "Quarters to forecast; default: as the scenario says");
  command.add_option("--data", arguments.data_folder, "Data folder to use instead of the scenario's own")
      ->check(CLI::ExistingDirectory);
  add_paths(command, arguments.paths, "Paths to simulate, e.g. 100000, 100k, 1e6; default: 100k");
  add_seed(command, arguments.seed);
  add_threads(command, arguments.threads);
  add_reach(command, arguments.reach);
  auto* out = command.add_option("--out", arguments.out, "Result folder; default: results/runs/<name>-<hash>");
  command
      .add_flag(
          "--file", arguments.file,
          "File the forecast before the fact: results/forecasts/<as-of date>, and its digest in a list that only grows")
      ->excludes(out);
  command.add_option("--replay", arguments.replay, "Run again what a manifest.json describes and compare the bits")
      ->check(CLI::ExistingFile);
  command.add_option("--path", arguments.path, "Simulate this one path and print its drivers and metrics");
  command.add_flag("--assumptions", arguments.assumptions,
                   "List every driver's assumption, not only those with the newest sources");
  command.add_flag("--json", arguments.json, "Print forecast.json instead of the table");
  command.add_flag("--quiet", arguments.quiet, "Print nothing but errors");
}

}  // namespace wafercast
