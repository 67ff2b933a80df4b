#include <runners/cli/commands.hpp>

#include <runners/cli/interrupt.hpp>
#include <runners/cli/options.hpp>
#include <runners/cli/progress.hpp>
#include <runners/jobs/studies/goal.hpp>
#include <runners/jobs/studies/sweep_axis.hpp>
#include <runners/report/json/what_if_json.hpp>
#include <runners/report/text/goal.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <vector>

namespace wafercast {
namespace {

/// `wafercast goal`: where something has to stand for a figure to reach a target.
class GoalCommand final : public Command {
 public:
  explicit GoalCommand(CLI::App& command);
  ExitCode run() override;

 private:
  GoalRequest request_;
  std::vector<SweepAxis> axes_;
  bool json_ = false;
};

GoalCommand::GoalCommand(CLI::App& command) {
  command.add_option("scenario", request_.scenario.file, "Scenario file (YAML)")->required();
  command.add_option("--metric", request_.figure, "The figure that is to reach the target, e.g. revenue[FY28]:p50")
      ->required();
  command.add_option("--target", request_.target, "What it is to reach, e.g. 450bn or 74%")->required();
  command.add_option("--vary", request_.vary, "What is varied: a driver, or cowos.capacity.scale and the like")
      ->required();
  command.add_option(
      "--between", request_.between,
      "Where to search, e.g. 0.5..1.5; default: what the driver may be, of factors a half to the double");
  add_as_of(command, request_.scenario.read.as_of);
  add_horizon(command, request_.scenario.read.quarters);
  add_axes(command, axes_, "Suppose something first, e.g. events.tariff=never");
  add_whole_paths(command, request_.paths, "Paths to simulate of each trial; default: 16384");
  add_drawing(command, request_.scenario);
  command.add_flag("--json", json_, "Print JSON instead of the text");
  command.final_callback([this] { request_.scenario.read.settings = settings_of(axes_); });
}

ExitCode GoalCommand::run() {
  catch_interrupts();
  request_.scenario.threads = threads_to_use(request_.scenario.threads);
  std::optional<GoalResult> result;
  {
    Progress progress(Progress::Of::steps, Progress::Shown::where_it_can_be);
    result = goal(request_, {[&](std::int64_t done, std::int64_t of) { progress.update(done, of); }, interrupted});
  }
  if (!result) return stopped_by_signal();
  fmt::print("{}", json_ ? goal_json(*result) : goal_text(*result));
  return ExitCode::done;
}

}  // namespace

CommandKind goal_command() {
  return {"goal", "Find the value of a driver at which a figure reaches a target", declare<GoalCommand>};
}

}  // namespace wafercast
