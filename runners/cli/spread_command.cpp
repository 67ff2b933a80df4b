#include <wafercast/cli/spread_command.hpp>

#include <wafercast/cli/machine.hpp>
#include <wafercast/cli/option_text.hpp>
#include <wafercast/cli/prepared.hpp>
#include <wafercast/cli/series_choice.hpp>
#include <wafercast/insight/spread.hpp>
#include <wafercast/report/explain.hpp>

#include <fmt/format.h>

namespace wafercast {

void declare_spread(CLI::App& command, SpreadArguments& arguments) {
  command.add_option("scenario", arguments.scenario, "Scenario file (YAML)")->required();
  command.add_option_function<std::string>(
      "--as-of", [&](const std::string& text) { arguments.as_of = read_date_option("--as-of", text); },
      "Use what was published by this date (YYYY-MM-DD); default: the newest date in the data");
  command.add_option("--metric", arguments.metrics, "Metrics to explain; default: revenue and gross_margin");
  command.add_option("--period", arguments.periods, "Periods, e.g. FY26Q1 FY26; default: the next fiscal year");
  command.add_option_function<std::string>(
      "--paths", [&](const std::string& text) { arguments.paths = read_paths_option(text); },
      "Paths to simulate; default: 16384");
  add_seed(command, arguments.seed);
  add_threads(command, arguments.threads);
  add_reach(command, arguments.reach);
  command.add_flag("--json", arguments.json, "Print JSON instead of the table");
}

ExitCode spread(const SpreadArguments& arguments) {
  ReadOptions options = read_options(arguments.reach);
  options.as_of = arguments.as_of;
  const Threads threads = threads_to_use(arguments.threads);
  const Prepared prepared = prepare(arguments.scenario, options, arguments.seed, threads);
  std::vector<std::string> periods = arguments.periods;
  if (periods.empty()) periods = {next_fiscal_year(prepared.scenario)};
  std::vector<int> rows;
  for (const std::string& metric : arguments.metrics) {
    for (const std::string& period : periods) rows.push_back(find_series(prepared.plan, metric, period));
  }

  const Spreads spreads =
      explain_spread(prepared.plan, *prepared.model, prepared.sampler(), rows,
                     draw_groups(prepared.plan, *prepared.model), {.paths = arguments.paths, .threads = threads});
  ExplanationHeading heading{prepared.scenario.name, prepared.scenario.as_of, spreads.paths,
                             spreads.failed_paths,   arguments.seed,          {}};
  for (const std::string& metric : arguments.metrics) {
    heading.metric_titles.emplace(metric, title_of_metric(*prepared.model, metric));
  }
  fmt::print("{}", arguments.json ? spread_json(spreads, heading) : spread_text(spreads, heading));
  return spreads.failed_paths > 0 ? ExitCode::paths_failed : ExitCode::done;
}

}  // namespace wafercast
