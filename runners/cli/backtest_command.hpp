#pragma once

#include <runners/cli/exit_code.hpp>
#include <runners/cli/report_file.hpp>
#include <runners/jobs/record/backtest.hpp>
#include <runners/jobs/record/record_table.hpp>

#include <CLI/CLI.hpp>

#include <filesystem>

namespace wafercast {

/// `wafercast backtest`: forecasts from past origins and scores them; prints the scoreboard and writes it, whole or not
/// at all.
class BacktestCommand {
 public:
  explicit BacktestCommand(CLI::App& command);  ///< declares its options
  ExitCode run();

 private:
  ExitCode score_what_was_filed() const;
  std::filesystem::path usual_folder(FiscalQuarter first, FiscalQuarter last) const;

  BacktestRequest request_;
  std::filesystem::path out_;  ///< empty: results/backtests/<first>-<last origin>
  std::filesystem::path
      record_;             ///< a table on which the rule of a company's record is scored alone; empty: a scenario
  RecordColumns columns_;  ///< of that table
  bool filed_ = false;     ///< score the forecasts that were filed before the fact, and nothing else
  ReportFile report_;
  bool json_ = false;
  bool quiet_ = false;
};

}  // namespace wafercast
