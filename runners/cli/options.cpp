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

Date read_date(const std::string& text) {
  if (const auto date = parse_date(text)) return *date;
  throw CLI::ValidationError("--as-of", "'" + text + "' is no date; write it as 2025-02-27");
}

/// `100000`, `1e6` or `1M`.
std::int64_t read_paths(std::string text) {
  double factor = 1.0;
  if (!text.empty() && (text.back() == 'k' || text.back() == 'M')) {
    factor = text.back() == 'k' ? 1e3 : 1e6;
    text.pop_back();
  }
  double value = 0.0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  value *= factor;
  if (error != std::errc() || stop != end || !(value >= 1.0) || value > 1e12) {
    throw CLI::ValidationError("--paths", "'" + text + "' is no number of paths; write 100000, 100k or 1e5");
  }
  return static_cast<std::int64_t>(value);
}

}  // namespace

void add_paths(CLI::App& command, std::int64_t& paths, const std::string& meaning) {
  command.add_option_function<std::string>(
      "--paths", [&paths](const std::string& text) { paths = read_paths(text); }, meaning);
}

void declare_run(CLI::App& command, RunArguments& arguments) {
  command.add_option("scenario", arguments.scenario, "Scenario file (YAML)");
  command.add_option_function<std::string>(
      "--as-of", [&](const std::string& text) { arguments.as_of = read_date(text); },
      "Use what was published by this date (YYYY-MM-DD); default: the newest date in the data");
  command.add_option_function<std::string>(
      "--horizon", [&](const std::string& text) { arguments.quarters = read_quarters(text); },
      "Quarters to forecast; default: as the scenario says");
  command.add_option("--data", arguments.data_folder, "Data folder to use instead of the scenario's own")
      ->check(CLI::ExistingDirectory);
  add_paths(command, arguments.paths, "Paths to simulate, e.g. 100000, 100k, 1e6; default: 100k");
  command.add_option("--seed", arguments.seed, "Seed of all draws")->capture_default_str();
  command.add_option("--threads", arguments.threads, "Worker threads; 0 takes all processors")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  command.add_option("--out", arguments.out, "Result folder; default: results/runs/<name>-<hash>");
  command.add_option("--replay", arguments.replay, "Run again what a manifest.json describes and compare the bits")
      ->check(CLI::ExistingFile);
  command.add_option("--path", arguments.path, "Simulate this one path and print its drivers and metrics");
  command.add_flag("--assumptions", arguments.assumptions,
                   "List every driver's assumption, not only those with the newest sources");
  command.add_flag("--json", arguments.json, "Print forecast.json instead of the table");
  command.add_flag("--quiet", arguments.quiet, "Print nothing but errors");
}

}  // namespace wafercast
