#include <wafercast/cli/backtest_command.hpp>
#include <wafercast/cli/build_info.hpp>
#include <wafercast/cli/exit_code.hpp>
#include <wafercast/cli/moved_command.hpp>
#include <wafercast/cli/options.hpp>
#include <wafercast/cli/run_command.hpp>
#include <wafercast/cli/spread_command.hpp>
#include <wafercast/core/diagnostics.hpp>
#include <wafercast/insight/conditioning.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <string>

namespace {

using wafercast::ExitCode;

ExitCode main_program(int argc, char** argv) {
  CLI::App app("Turns a scenario into distributions of an accelerator vendor's revenue and margin.", "wafercast");
  app.set_version_flag("--version", fmt::format("wafercast {} ({}; {})", wafercast::build_info::version(),
                                                wafercast::build_info::build(), wafercast::build_info::compiler()));
  app.require_subcommand(1);
  app.footer(
      "The front door also knows `./wafercast test`, which builds and runs the tests.\n"
      "Exit codes: 0 done, 1 internal failure, 2 bad input, 3 paths failed, 130 interrupted, 143 terminated.");
  wafercast::RunArguments run_arguments;
  CLI::App* run = app.add_subcommand("run", "Simulate a scenario and show the forecast");
  wafercast::declare_run(*run, run_arguments);
  wafercast::BacktestArguments backtest_arguments;
  CLI::App* backtest = app.add_subcommand("backtest", "Forecast from past origins and score what came of it");
  wafercast::declare_backtest(*backtest, backtest_arguments);
  wafercast::SpreadArguments spread_arguments;
  CLI::App* spread = app.add_subcommand("spread", "Say which groups of drivers a forecast's spread comes from");
  wafercast::declare_spread(*spread, spread_arguments);
  wafercast::MovedArguments moved_arguments;
  CLI::App* moved = app.add_subcommand("why", "Say which news moved a forecast between two as-of dates");
  wafercast::declare_moved(*moved, moved_arguments);
  try {
    app.parse(argc, argv);
    if (run->parsed() && run_arguments.scenario.empty() == run_arguments.replay.empty()) {
      throw CLI::ValidationError("run", "name a scenario, or a manifest with --replay");
    }
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? ExitCode::done : ExitCode::bad_input;
  }
  if (backtest->parsed()) return wafercast::backtest(backtest_arguments);
  if (spread->parsed()) return wafercast::spread(spread_arguments);
  if (moved->parsed()) return wafercast::moved(moved_arguments);
  return wafercast::run(run_arguments, {argv + 1, argv + argc});
}

/// To stderr, which may be closed or full: then nobody can be told.
void complain(const std::string& message) {
  std::fputs(("wafercast: " + message + "\n").c_str(), stderr);
}

int guarded(int argc, char** argv) {
  try {
    return static_cast<int>(main_program(argc, argv));
  } catch (const wafercast::InputError& error) {
    std::fputs((std::string(error.what()) + "\n").c_str(), stderr);
    return static_cast<int>(ExitCode::bad_input);
  } catch (const wafercast::ConflictError& error) {
    complain(error.what());
    return static_cast<int>(ExitCode::bad_input);
  } catch (const std::exception& error) {
    complain(error.what());
    return static_cast<int>(ExitCode::internal_failure);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const int code = guarded(argc, argv);
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  complain("standard output cannot be written (is the disk full?)");
  return code == 0 ? static_cast<int>(ExitCode::internal_failure) : code;
}
