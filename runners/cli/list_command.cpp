#include <runners/cli/commands.hpp>

#include <runners/cli/options.hpp>
#include <runners/cli/terminal.hpp>
#include <runners/jobs/studies/names.hpp>
#include <runners/report/json/names_json.hpp>
#include <runners/report/text/names.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace wafercast {
namespace {

/// `wafercast list`: what a scenario names, searched.
class ListCommand final : public Command {
 public:
  explicit ListCommand(CLI::App& command);
  ExitCode run() override;

 private:
  ScenarioRequest request_;
  std::string search_;
  bool json_ = false;
};

ListCommand::ListCommand(CLI::App& command) {
  command.add_option("scenario", request_.file, "Scenario file (YAML)")->required();
  command.add_option("search", search_, "Only names or meanings that contain this; * matches any text");
  add_as_of(command, request_.read.as_of);
  add_reach(command, request_.read.reach);
  command.add_flag("--json", json_, "Print JSON instead of the list");
}

ExitCode ListCommand::run() {
  const Names names = names_of(request_, search_);
  fmt::print("{}", json_ ? names_json(names) : names_text(names, columns_of_output(), colours_of_output()));
  return ExitCode::done;
}

}  // namespace

CommandKind list_command() {
  return {"list", "List what a scenario names: drivers, events, metrics, questions, periods", declare<ListCommand>};
}

}  // namespace wafercast
