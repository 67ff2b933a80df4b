#include <runners/cli/commands.hpp>

#include <runners/cli/options.hpp>
#include <runners/jobs/studies/spread.hpp>
#include <runners/report/json/explanation_json.hpp>
#include <runners/report/text/spread.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace wafercast {
namespace {

/// `wafercast spread`: where the variance of a forecast comes from, by group of drivers.
class SpreadCommand final : public Command {
 public:
  explicit SpreadCommand(CLI::App& command);
  ExitCode run() override;

 private:
  SpreadRequest request_;
  bool json_ = false;
};

SpreadCommand::SpreadCommand(CLI::App& command) {
  command.add_option("scenario", request_.scenario.file, "Scenario file (YAML)")->required();
  add_as_of(command, request_.scenario.read.as_of);
  command.add_option("--metric", request_.metrics, "Metrics to explain; default: sales and margin");
  command.add_option("--period", request_.periods, "Periods, e.g. FY26Q1 FY26; default: the next fiscal year");
  add_paths(command, request_.paths, "Paths to simulate; default: 16384");
  add_drawing(command, request_.scenario);
  command.add_flag("--json", json_, "Print JSON instead of the table");
}

ExitCode SpreadCommand::run() {
  request_.scenario.threads = threads_to_use(request_.scenario.threads);
  const SpreadResult result = spread(request_);
  fmt::print("{}", json_ ? spread_json(result) : spread_text(result));
  return result.about.failed_paths > 0 ? ExitCode::paths_failed : ExitCode::done;
}

}  // namespace

CommandKind spread_command() {
  return {"spread", "Say which groups of drivers a forecast's spread comes from", declare<SpreadCommand>};
}

}  // namespace wafercast
