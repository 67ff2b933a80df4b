#pragma once

#include <runners/cli/exit_code.hpp>
#include <runners/cli/report_file.hpp>

#include <CLI/CLI.hpp>

#include <string>

namespace wafercast {

/// `wafercast history`: how a forecast moved over the nights.
class HistoryCommand {
 public:
  explicit HistoryCommand(CLI::App& command);
  ExitCode run() const;

 private:
  std::string store_;
  std::string metric_;
  std::string period_;
  std::string scenario_;
  ReportFile report_;
  bool csv_ = false;
};

}  // namespace wafercast
