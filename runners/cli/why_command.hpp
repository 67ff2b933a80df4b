#pragma once

#include <runners/cli/exit_code.hpp>
#include <runners/cli/report_file.hpp>
#include <runners/jobs/studies/why.hpp>

#include <CLI/CLI.hpp>

namespace wafercast {

/// `wafercast why`: which news moved a forecast from one day's median to another's.
class WhyCommand {
 public:
  explicit WhyCommand(CLI::App& command);  ///< declares its options
  ExitCode run();

 private:
  WhyRequest request_;
  ReportFile report_;
  bool json_ = false;
};

}  // namespace wafercast
