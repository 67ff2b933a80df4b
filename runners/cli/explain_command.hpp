#pragma once

#include <runners/cli/exit_code.hpp>
#include <runners/jobs/runs/prepare.hpp>
#include <runners/jobs/studies/sweep_axis.hpp>

#include <CLI/CLI.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace wafercast {

/// `wafercast explain`: what a driver or an event is, who said so, and what the data made of it.
class ExplainCommand {
 public:
  explicit ExplainCommand(CLI::App& command);
  ExitCode run();

 private:
  ScenarioRequest request_;
  std::vector<SweepAxis> axes_;
  std::string name_;
  bool json_ = false;
};

}  // namespace wafercast
