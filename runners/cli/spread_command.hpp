#pragma once

#include <runners/cli/exit_code.hpp>
#include <runners/jobs/studies/spread.hpp>

#include <CLI/CLI.hpp>

namespace wafercast {

/// `wafercast spread`: where the variance of a forecast comes from, by group of drivers.
class SpreadCommand {
 public:
  explicit SpreadCommand(CLI::App& command);  ///< declares its options
  ExitCode run();

 private:
  SpreadRequest request_;
  bool json_ = false;
};

}  // namespace wafercast
