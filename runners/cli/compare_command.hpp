#pragma once

#include <runners/cli/exit_code.hpp>
#include <runners/cli/report_file.hpp>
#include <runners/jobs/studies/compare.hpp>
#include <runners/jobs/studies/sweep_axis.hpp>

#include <CLI/CLI.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace wafercast {

/// `wafercast compare`: scenarios on the same draws.
class CompareCommand {
 public:
  explicit CompareCommand(CLI::App& command);
  ExitCode run();

 private:
  CompareRequest request_;
  std::vector<std::filesystem::path> files_;
  std::vector<SweepAxis> axes_;
  std::vector<Setting> settings_;
  ReportFile report_;
  bool full_ = false;
  bool json_ = false;
};

}  // namespace wafercast
