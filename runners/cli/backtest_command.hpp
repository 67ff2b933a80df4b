#pragma once

#include <wafercast/cli/backtest_origins.hpp>
#include <wafercast/cli/exit_code.hpp>
#include <wafercast/cli/record_table.hpp>

#include <CLI/CLI.hpp>

#include <filesystem>

namespace wafercast {

/// What `wafercast backtest` was asked for.
struct BacktestArguments {
  BacktestOptions options;
  std::filesystem::path out;     ///< empty: results/backtests/<first>-<last origin>
  std::filesystem::path record;  ///< a table on which the rule of a company's record is scored alone; empty: a scenario
  RecordColumns columns;         ///< of that table
  bool filed = false;            ///< score the forecasts that were filed before the fact, and nothing else
  bool json = false;
  bool quiet = false;
};

/// Declares the options of `backtest` on its subcommand.
void declare_backtest(CLI::App& command, BacktestArguments& arguments);

/// Runs it: prints the scoreboard and writes it, whole or not at all.
ExitCode backtest(BacktestArguments arguments);

}  // namespace wafercast
