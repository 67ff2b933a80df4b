#pragma once

#include <runners/cli/exit_code.hpp>
#include <runners/jobs/studies/names.hpp>

#include <CLI/CLI.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace wafercast {

/// `wafercast list`: what a scenario names, searched.
class ListCommand {
 public:
  explicit ListCommand(CLI::App& command);
  ExitCode run();

 private:
  ScenarioRequest request_;
  std::string search_;
  bool json_ = false;
};

}  // namespace wafercast
