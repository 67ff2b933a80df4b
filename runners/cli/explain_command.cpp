#include <runners/cli/commands.hpp>

#include <runners/cli/options.hpp>
#include <runners/cli/terminal.hpp>
#include <runners/jobs/runs/prepare.hpp>
#include <runners/jobs/studies/explain.hpp>
#include <runners/jobs/studies/sweep_axis.hpp>
#include <runners/report/json/explained_json.hpp>
#include <runners/report/text/explained.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace wafercast {
namespace {

/// `wafercast explain`: what a driver or an event is, who said so, and what the data made of it.
class ExplainCommand final : public Command {
 public:
  explicit ExplainCommand(CLI::App& command);
  ExitCode run() override;

 private:
  ScenarioRequest request_;
  std::vector<SweepAxis> axes_;
  std::string name_;
  bool json_ = false;
};

ExplainCommand::ExplainCommand(CLI::App& command) {
  command.add_option("scenario", request_.file, "Scenario file (YAML)")->required();
  command.add_option("name", name_,
                     "A driver, events.NAME, a pattern with *, or a figure, e.g. revenue[FY28]: why it is what it is; "
                     "default: all of them");
  add_as_of(command, request_.read.as_of);
  add_axes(command, axes_, "Suppose something first, e.g. cowos.capacity.scale=0.8");
  add_drawing(command, request_);
  command.add_flag("--json", json_, "Print JSON instead of the text");
  command.final_callback([this] { request_.read.settings = settings_of(axes_); });
}

ExitCode ExplainCommand::run() {
  request_.threads = threads_to_use(request_.threads);
  const Explained explained = explain(request_, name_.empty() ? "*" : name_);
  fmt::print("{}", json_ ? explained_json(explained) : explained_text(explained, colours_of_output()));
  return ExitCode::done;
}

}  // namespace

CommandKind explain_command() {
  return {"explain", "Say what a driver or an event is, its sources, and what was learnt about it",
          declare<ExplainCommand>};
}

}  // namespace wafercast
