#include <runners/cli/commands.hpp>

#include <runners/cli/options.hpp>
#include <runners/cli/report_file.hpp>
#include <runners/jobs/studies/why.hpp>
#include <runners/report/html/report_data.hpp>
#include <runners/report/json/explanation_json.hpp>
#include <runners/report/text/why.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace wafercast {
namespace {

/// `wafercast why`: which news moved a forecast from one day's median to another's.
class WhyCommand final : public Command {
 public:
  explicit WhyCommand(CLI::App& command);
  ExitCode run() override;

 private:
  WhyRequest request_;
  ReportFile report_;
  bool json_ = false;
};

WhyCommand::WhyCommand(CLI::App& command) {
  command.add_option("scenario", request_.scenario.file, "Scenario file (YAML)")->required();
  add_date(command, "--from", request_.from, "The earlier day (YYYY-MM-DD)")->required();
  add_date(command, "--to", request_.to, "The later day")->required();
  command.add_option("--metric", request_.metrics, "Metrics to explain; default: sales and margin");
  command.add_option("--period", request_.period,
                     "A period, e.g. FY26 or FY26Q1; default: the next fiscal year on the earlier day");
  add_paths(command, request_.paths, "Paths to simulate for each piece of news, at least 1000; default: 65536");
  add_drawing(command, request_.scenario);
  report_.add_to(command);
  command.add_flag("--json", json_, "Print JSON instead of the table");
  command.final_callback([this] {
    if (request_.from >= request_.to) throw CLI::ValidationError("--from", "is not before --to");
    if (request_.paths < 1000) throw CLI::ValidationError("--paths", "a median wants 1000 paths or more");
  });
}

ExitCode WhyCommand::run() {
  report_.require_place({request_.scenario.file});
  request_.scenario.threads = threads_to_use(request_.scenario.threads);
  const WhyResult result = why(request_);
  if (report_.is_wanted()) report_.write(why_report(result));
  fmt::print("{}", json_ ? why_json(result) : why_text(result));
  return result.about.failed_paths > 0 ? ExitCode::paths_failed : ExitCode::done;
}

}  // namespace

CommandKind why_command() {
  return {"why", "Say which news moved a forecast between two as-of dates", declare<WhyCommand>};
}

}  // namespace wafercast
