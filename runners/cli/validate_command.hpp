#pragma once

#include <runners/cli/exit_code.hpp>
#include <runners/jobs/runs/prepare.hpp>

#include <CLI/CLI.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace wafercast {

/// `wafercast validate`: every problem of some scenarios, without a number drawn.
class ValidateCommand {
 public:
  explicit ValidateCommand(CLI::App& command);
  ExitCode run();

 private:
  ScenarioRequest request_;
  std::vector<std::filesystem::path> files_;
  std::string format_ = "text";
};

}  // namespace wafercast
