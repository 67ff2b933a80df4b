#include <wafercast/cli/backtest_command.hpp>
#include <wafercast/cli/option_text.hpp>

#include <wafercast/cli/filed_forecasts.hpp>
#include <wafercast/cli/interrupt.hpp>
#include <wafercast/cli/machine.hpp>
#include <wafercast/cli/options.hpp>
#include <wafercast/cli/progress.hpp>
#include <wafercast/cli/record_backtest.hpp>
#include <wafercast/cli/terminal.hpp>
#include <wafercast/report/backtest_csv.hpp>
#include <wafercast/report/backtest_hub.hpp>
#include <wafercast/report/backtest_json.hpp>
#include <wafercast/report/backtest_page.hpp>
#include <wafercast/report/backtest_table.hpp>
#include <wafercast/report/filed_table.hpp>
#include <wafercast/report/manifest.hpp>
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
  RecordColumns& columns = arguments.columns;
  auto* record = command.add_option("--record", arguments.record,
                                    "Score the rule of a company's record alone, on a table of its quarters (CSV)");
  const auto column = [&](const char* name, std::string& of, const char* usual) {
    command.add_option(name, of, fmt::format("Column of that table; default: {}", usual))->needs(record);
  };
  column("--quarter", columns.quarter, "quarter");
  column("--published", columns.published, "report_date");
  column("--revenue", columns.revenue, "revenue");
  column("--outlook", columns.outlook, "outlook, given with a report for the next quarter");
  column("--one-off", columns.one_off, "one_off, part of revenue known that day to be gone in the next quarter");
  command.add_flag("--outlook-for-row", columns.outlook_is_for_the_row, "The outlook in a row is for its own quarter")
      ->needs(record);
  add_paths(command, options.paths, "Paths of each forecast; default: 16384");
  add_seed(command, options.seed);
  add_threads(command, options.threads.count);
  add_reach(command, options.reach);
  command.add_option("--out", arguments.out, "Result folder; default: results/backtests/<first>-<last origin>");
  command.add_flag("--filed", arguments.filed,
                   fmt::format("Score the forecasts filed in {} against what has been reported since", filed_folder));
  command.add_flag("--json", arguments.json, "Print scoreboard.json instead of the table");
  command.add_flag("--quiet", arguments.quiet, "Print nothing but errors");
}

ExitCode backtest(BacktestArguments arguments) {
  if (arguments.filed) {
    const Backtest filed = score_filed(filed_folder, arguments.options);
    fmt::print("{}", arguments.json ? backtest_json(filed) : filed_table(filed, wants_colour()));
    return ExitCode::done;
  }
  catch_interrupts();
  arguments.options.threads = threads_to_use(arguments.options.threads.count);
  Progress progress(100, !arguments.quiet);
  arguments.options.stop = interrupted;
  arguments.options.progress = [&](int done, int origins) { progress.update(100 * done / origins); };
  std::optional<ResultFolder> folder;
  std::filesystem::path out = arguments.out;
  arguments.options.begin = [&](FiscalQuarter first, FiscalQuarter last) {
    if (out.empty()) {
      const std::string company = arguments.record.empty() ? "" : arguments.record.stem().string() + "-";
      out = std::filesystem::path("results/backtests") /
            fmt::format("{}{}-{}", company, to_string(first), to_string(last));
    }
    folder.emplace(out);
  };
  const std::optional<Backtest> backtest =
      arguments.record.empty() ? run_backtest(arguments.options)
                               : run_record_backtest(arguments.record, arguments.columns, arguments.options);
  if (!backtest) return stopped_by_signal();
  const std::string json = backtest_json(*backtest);
  folder->add("scoreboard.json", json);
  folder->add("forecasts.csv", backtest_csv(*backtest));
  folder->add("fans.html", backtest_page(*backtest));
  if (arguments.record.empty()) {
    for (const auto& [path, text] : hub_files(*backtest)) folder->add("hub/" + path, text);
  }
  folder->add("manifest.json", backtest_manifest(*backtest, folder->names()));
  folder->publish();
  if (arguments.json) {
    fmt::print("{}", json);
  } else if (!arguments.quiet) {
    fmt::print("{}\nResults: {}\n", backtest_table(*backtest, wants_colour()), out.string());
  }
  return ExitCode::done;
}

}  // namespace wafercast
