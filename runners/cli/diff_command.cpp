#include <runners/cli/commands.hpp>

#include <runners/cli/options.hpp>
#include <runners/jobs/runs/prepare.hpp>
#include <runners/jobs/studies/scenario_differences.hpp>
#include <runners/report/json/comparison_json.hpp>
#include <runners/report/text/comparison.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace wafercast {
namespace {

/// `wafercast diff`: what two scenarios say otherwise, before any number is drawn.
class DiffCommand final : public Command {
 public:
  explicit DiffCommand(CLI::App& command);
  ExitCode run() override;

 private:
  ScenarioRequest request_;
  std::filesystem::path first_, second_;
  bool json_ = false;
};

DiffCommand::DiffCommand(CLI::App& command) {
  command.add_option("first", first_, "Scenario file (YAML)")->required();
  command.add_option("second", second_, "The other one")->required();
  add_as_of(command, request_.read.as_of);
  add_reach(command, request_.read.reach);
  command.add_flag("--json", json_, "Print JSON instead of the list");
}

ExitCode DiffCommand::run() {
  const auto scenario = [&](const std::filesystem::path& file) {
    request_.file = file;
    return read(request_);
  };
  const std::vector<ScenarioDifference> differences = scenario_differences(scenario(first_), scenario(second_));
  fmt::print("{}", json_ ? scenario_differences_json(differences) : scenario_differences_text(differences));
  return ExitCode::done;
}

}  // namespace

CommandKind diff_command() {
  return {"diff", "Show how two scenarios differ, without simulating", declare<DiffCommand>};
}

}  // namespace wafercast
