#pragma once

#include <runners/cli/exit_code.hpp>
#include <runners/jobs/runs/prepare.hpp>

#include <CLI/CLI.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace wafercast {

/// `wafercast diff`: what two scenarios say otherwise, before any number is drawn.
class DiffCommand {
 public:
  explicit DiffCommand(CLI::App& command);
  ExitCode run();

 private:
  ScenarioRequest request_;
  std::filesystem::path first_, second_;
  bool json_ = false;
};

}  // namespace wafercast
