#include <wafercast/cli/backtest_command.hpp>

#include <wafercast/cli/interrupt.hpp>
#include <wafercast/cli/options.hpp>
#include <wafercast/cli/progress.hpp>
#include <wafercast/cli/terminal.hpp>
#include <wafercast/report/backtest_csv.hpp>
#include <wafercast/report/backtest_hub.hpp>
#include <wafercast/report/backtest_json.hpp>
#include <wafercast/report/backtest_page.hpp>
#include <wafercast/report/backtest_table.hpp>
#include <wafercast/report/result_folder.hpp>

#include <fmt/format.h>

#include <cstdio>

namespace wafercast {
namespace {

void add_origin(CLI::App& command, const char* name, std::optional<FiscalQuarter>& origin, const char* meaning) {
  command.add_option_function<std::string>(
      name,
      [&origin, name](const std::string& text) {
        origin = parse_fiscal_quarter(text);
        if (!origin) throw CLI::ValidationError(name, "'" + text + "' is no fiscal quarter; write it as FY26Q1");
      },
      meaning);
}

}  // namespace

void declare_backtest(CLI::App& command, BacktestArguments& arguments) {
  BacktestOptions& options = arguments.options;
  options.scenario = "scenarios/base.yaml";
  command.add_option("scenario", options.scenario, "Scenario file (YAML)")->capture_default_str();
  command.add_option("--data", options.data_folder, "Data folder to use instead of the scenario's own")
      ->check(CLI::ExistingDirectory);
  add_origin(command, "--from", options.first_origin,
             "First origin, a reported quarter; default: the ninth from the last");
  add_origin(command, "--to", options.last_origin, "Last origin; default: the last quarter reported");
  add_paths(command, options.paths, "Paths of each forecast; default: 16384");
  command.add_option("--seed", options.seed, "Seed of all draws")->capture_default_str();
  command.add_option("--threads", options.threads.count, "Worker threads; 0 takes all processors")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  command.add_option("--out", arguments.out, "Result folder; default: results/backtests/<first>-<last origin>");
  command.add_flag("--json", arguments.json, "Print scoreboard.json instead of the table");
  command.add_flag("--quiet", arguments.quiet, "Print nothing but errors");
}

ExitCode backtest(BacktestArguments arguments) {
  catch_interrupts();
  Progress progress(100, !arguments.quiet);
  arguments.options.stop = interrupted;
  arguments.options.progress = [&](int done, int origins) { progress.update(100 * done / origins); };
  const std::optional<Backtest> backtest = run_backtest(arguments.options);
  if (!backtest) {
    fmt::print(stderr, "wafercast: interrupted; nothing was written\n");
    return ExitCode::interrupted;
  }
  const std::string name = fmt::format("{}-{}", to_string(backtest->first_origin), to_string(backtest->last_origin));
  const std::filesystem::path out =
      arguments.out.empty() ? std::filesystem::path("results/backtests") / name : arguments.out;
  const std::string json = backtest_json(*backtest);
  ResultFolder folder(out);
  folder.add("scoreboard.json", json);
  folder.add("forecasts.csv", backtest_csv(*backtest));
  folder.add("fans.html", backtest_page(*backtest));
  for (const auto& [path, text] : hub_files(*backtest)) folder.add("hub/" + path, text);
  folder.publish();
  if (arguments.json) {
    fmt::print("{}", json);
  } else if (!arguments.quiet) {
    fmt::print("{}\nResults: {}\n", backtest_table(*backtest, wants_colour()), out.string());
  }
  return ExitCode::done;
}

}  // namespace wafercast
