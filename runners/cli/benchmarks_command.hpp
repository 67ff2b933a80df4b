#pragma once

#include <runners/cli/exit_code.hpp>
#include <runners/cli/report_file.hpp>

#include <CLI/CLI.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace wafercast {

/// `wafercast benchmarks`: what benchmarks took, kept beside the forecasts, and how it moved.
class BenchmarksCommand {
 public:
  explicit BenchmarksCommand(CLI::App& command);

  /// Throws InputError for files that hold no benchmarks; nothing has been added then.
  ExitCode run() const;

 private:
  std::vector<std::filesystem::path> files_;
  std::string store_;
  ReportFile report_;
};

}  // namespace wafercast
