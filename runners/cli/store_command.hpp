#pragma once

#include <runners/cli/exit_code.hpp>

#include <CLI/CLI.hpp>

#include <filesystem>
#include <string>

namespace wafercast {

/// `wafercast store`: looks after the file of a nightly plan.
class StoreCommand {
 public:
  explicit StoreCommand(CLI::App& command);
  ExitCode run() const;

 private:
  std::string action_;
  std::string store_;
  std::string before_;
  std::filesystem::path hub_;
};

}  // namespace wafercast
