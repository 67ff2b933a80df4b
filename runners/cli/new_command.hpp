#pragma once

#include <runners/cli/exit_code.hpp>

#include <CLI/CLI.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace wafercast {

/// `wafercast new`: a what-if to start from.
class NewCommand {
 public:
  explicit NewCommand(CLI::App& command);
  ExitCode run();

 private:
  std::filesystem::path file_;
  std::filesystem::path base_ = "scenarios/base.yaml";
};

}  // namespace wafercast
