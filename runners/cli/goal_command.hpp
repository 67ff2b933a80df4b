#pragma once

#include <runners/cli/exit_code.hpp>
#include <runners/jobs/studies/goal.hpp>
#include <runners/jobs/studies/sweep_axis.hpp>

#include <CLI/CLI.hpp>

#include <vector>

namespace wafercast {

/// `wafercast goal`: where something has to stand for a figure to reach a target.
class GoalCommand {
 public:
  explicit GoalCommand(CLI::App& command);
  ExitCode run();

 private:
  GoalRequest request_;
  std::vector<SweepAxis> axes_;
  bool json_ = false;
};

}  // namespace wafercast
