#pragma once

#include <wafercast/cli/backtest_origins.hpp>
#include <wafercast/cli/exit_code.hpp>

#include <CLI/CLI.hpp>

#include <filesystem>

namespace wafercast {

/// What `wafercast backtest` was asked for.
struct BacktestArguments {
  BacktestOptions options;
  std::filesystem::path out;  ///< empty: results/backtests/<first>-<last origin>
  bool json = false;
  bool quiet = false;
};

/// Declares the options of `backtest` on its subcommand.
void declare_backtest(CLI::App& command, BacktestArguments& arguments);

/// Runs it: prints the scoreboard and writes it, whole or not at all.
ExitCode backtest(BacktestArguments arguments);

}  // namespace wafercast
