#include <runners/cli/commands.hpp>

#include <engine/core/printable.hpp>
#include <runners/cli/options.hpp>
#include <runners/jobs/runs/check.hpp>
#include <runners/jobs/runs/prepare.hpp>
#include <runners/report/json/diagnostics_json.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

namespace wafercast {
namespace {

/// `wafercast validate`: every problem of some scenarios, without a number drawn.
class ValidateCommand final : public Command {
 public:
  explicit ValidateCommand(CLI::App& command);
  ExitCode run() override;

 private:
  ScenarioRequest request_;
  std::vector<std::filesystem::path> files_;
  std::string format_ = "text";
};

ValidateCommand::ValidateCommand(CLI::App& command) {
  command.add_option("scenarios", files_, "Scenario files (YAML)")->required();
  add_as_of(command, request_.read.as_of);
  add_reach(command, request_.read.reach);
  command.add_option("--format", format_, "text, or json with ranges for editors and CI")
      ->check(one_of({"text", "json"}))
      ->capture_default_str();
}

ExitCode ValidateCommand::run() {
  std::vector<Diagnostic> found;
  for (const std::filesystem::path& file : files_) {
    request_.file = file;
    const std::vector<Diagnostic> here = check(request_);
    if (here.empty() && format_ == "text") fmt::print("{}: sound\n", printable_line(file.string()));
    for (const Diagnostic& problem : here) {
      if (std::ranges::find(found, problem) == found.end()) found.push_back(problem);
    }
  }
  if (format_ == "json") {
    fmt::print("{}", diagnostics_json(found));
  } else if (!found.empty()) {
    fmt::print(stderr, "{}\n", InputError(found).what());
  }
  return found.empty() ? ExitCode::done : ExitCode::bad_input;
}

}  // namespace

CommandKind validate_command() {
  return {"validate", "Find every problem of scenarios, without simulating", declare<ValidateCommand>};
}

}  // namespace wafercast
