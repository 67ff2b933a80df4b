#include <runners/cli/commands.hpp>

#include <engine/core/printable.hpp>
#include <engine/scenario/reliance.hpp>
#include <runners/cli/interrupt.hpp>
#include <runners/cli/options.hpp>
#include <runners/cli/progress.hpp>
#include <runners/cli/report_file.hpp>
#include <runners/cli/terminal.hpp>
#include <runners/files/result_folder.hpp>
#include <runners/jobs/record/backtest.hpp>
#include <runners/jobs/record/filed_forecasts.hpp>
#include <runners/jobs/record/record_backtest.hpp>
#include <runners/jobs/record/record_table.hpp>
#include <runners/report/backtest/csv.hpp>
#include <runners/report/backtest/filed_table.hpp>
#include <runners/report/backtest/hub.hpp>
#include <runners/report/backtest/json.hpp>
#include <runners/report/backtest/page.hpp>
#include <runners/report/backtest/past_errors_csv.hpp>
#include <runners/report/backtest/table.hpp>
#include <runners/report/json/manifest.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>

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

/// `wafercast backtest`: forecasts from past origins and scores them; prints the scoreboard and writes it, whole or not
/// at all.
class BacktestCommand final : public Command {
 public:
  explicit BacktestCommand(CLI::App& command);
  ExitCode run() override;

 private:
  ExitCode score_what_was_filed() const;
  std::filesystem::path usual_folder(FiscalQuarter first, FiscalQuarter last) const;

  BacktestRequest request_;
  std::filesystem::path out_;  ///< empty: results/backtests/<first>-<last origin>
  std::filesystem::path
      record_;             ///< a table on which the rule of a company's record is scored alone; empty: a scenario
  RecordColumns columns_;  ///< of that table
  bool filed_ = false;     ///< score the forecasts that were filed before the fact, and nothing else
  ReportFile report_;
  bool json_ = false;
  bool quiet_ = false;
};

BacktestCommand::BacktestCommand(CLI::App& command) {
  request_.scenario.file = "scenarios/base.yaml";
  command.add_option("scenario", request_.scenario.file, "Scenario file (YAML)")->capture_default_str();
  command.add_option("--data", request_.scenario.read.data_folder, "Data folder to use instead of the scenario's own")
      ->check(existing_folder);
  add_origin(command, "--from", request_.first_origin,
             "First origin, a reported quarter; default: the ninth from the last");
  add_origin(command, "--to", request_.last_origin, "Last origin; default: the last quarter reported");
  auto* record = command.add_option("--record", record_,
                                    "Score the rule of a company's record alone, on a table of its quarters (CSV)");
  const auto column = [&](const char* name, std::string& of, const char* usual) {
    command.add_option(name, of, fmt::format("Column of that table; default: {}", usual))->needs(record);
  };
  column("--quarter", columns_.quarter, "quarter");
  column("--published", columns_.published, "report_date");
  column("--revenue", columns_.revenue, "revenue");
  column("--outlook", columns_.outlook, "outlook, given with a report for the next quarter");
  column("--one-off", columns_.one_off, "one_off, part of revenue known that day to be gone in the next quarter");
  command.add_flag("--outlook-for-row", columns_.outlook_is_for_the_row, "The outlook in a row is for its own quarter")
      ->needs(record);
  add_paths(command, request_.paths, "Paths of each forecast; default: 16384");
  add_drawing(command, request_.scenario);
  command.get_option("--rely-on")->excludes(record);
  command.add_option("--out", out_, "Result folder; default: results/backtests/<first>-<last origin>");
  command.add_flag("--filed", filed_,
                   fmt::format("Score the forecasts filed in {} against what has been reported since", filed_folder));
  report_.add_to(command);
  command.add_flag("--json", json_, "Print scoreboard.json instead of the table");
  command.add_flag("--quiet", quiet_, "Print nothing but errors");
}

ExitCode BacktestCommand::run() {
  if (filed_) return score_what_was_filed();
  catch_interrupts();
  OutputPlaces places;
  report_.claim(places);
  places.input(request_.scenario.file);
  places.input(record_);
  places.folder(out_);
  places.require();
  request_.scenario.threads = threads_to_use(request_.scenario.threads);
  Progress progress(Progress::Of::steps, quiet_ ? Progress::Shown::no : Progress::Shown::where_it_can_be);
  const Callbacks callbacks{[&](std::int64_t done, std::int64_t of) { progress.update(done, of); }, interrupted};
  std::optional<ResultFolder> folder;
  std::filesystem::path out = out_;
  request_.begin = [&](FiscalQuarter first, FiscalQuarter last) {
    if (out.empty()) out = usual_folder(first, last);
    folder.emplace(out);
  };
  const std::optional<Backtest> scored =
      record_.empty() ? backtest(request_, callbacks) : backtest_record(record_, columns_, request_, callbacks);
  if (!scored) return stopped_by_signal();
  const std::string json = backtest_json(*scored);
  folder->add("scoreboard.json", json);
  folder->add("forecasts.csv", backtest_csv(*scored));
  folder->add("past_errors.csv", past_errors_csv(*scored));
  const std::string page = backtest_page(*scored);
  folder->add("fans.html", page);
  if (record_.empty()) {
    for (const auto& [path, text] : hub_files(*scored)) folder->add("hub/" + path, text);
  }
  folder->add("manifest.json", backtest_manifest(*scored, folder->names()));
  folder->publish();
  if (report_.is_wanted()) report_.write(page);
  if (json_) {
    fmt::print("{}", json);
  } else if (!quiet_) {
    fmt::print("{}\nResults: {}\n", backtest_table(*scored, colours_of_output()), printable_line(out.string()));
  }
  return ExitCode::done;
}

ExitCode BacktestCommand::score_what_was_filed() const {
  const Backtest filed = score_filed(filed_folder, request_);
  fmt::print("{}", json_ ? backtest_json(filed) : filed_table(filed, colours_of_output()));
  return ExitCode::done;
}

std::filesystem::path BacktestCommand::usual_folder(FiscalQuarter first, FiscalQuarter last) const {
  const std::string company = record_.empty() ? "" : record_.stem().string() + "-";
  const Reliance reliance = request_.scenario.reliance;
  const std::string alone = reliance == Reliance::both ? "" : fmt::format("-{}", name_of(reliance));
  return std::filesystem::path("results/backtests") /
         fmt::format("{}{}-{}{}", company, to_string(first), to_string(last), alone);
}

}  // namespace

CommandKind backtest_command() {
  return {"backtest", "Forecast from past dates and score the forecasts", declare<BacktestCommand>};
}

}  // namespace wafercast
