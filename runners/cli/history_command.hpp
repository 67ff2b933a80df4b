#pragma once

#include <runners/cli/exit_code.hpp>
#include <runners/cli/report_file.hpp>
#include <runners/store/store.hpp>

#include <CLI/CLI.hpp>

#include <string>

namespace wafercast {

/// `wafercast history`: how a forecast moved over the nights.
class HistoryCommand {
 public:
  explicit HistoryCommand(CLI::App& command);
  ExitCode run() const;

 private:
  struct Chosen {
    PlanKey plan;
    Subject subject;
  };
  Chosen choose(Store& store, const std::string& place) const;  ///< what is asked for; throws InputError

  std::string store_;
  std::string metric_;
  std::string period_;
  std::string plan_;
  std::string scenario_;
  ReportFile report_;
  bool csv_ = false;
};

}  // namespace wafercast
