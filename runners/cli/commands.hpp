#pragma once

#include <runners/cli/exit_codes.hpp>

#include <concepts>
#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace wafercast {

/// Of a command line.
using Words = std::vector<std::string>;

/// A command whose options are declared: what it does once they are parsed.
class Command {
 public:
  Command() = default;
  virtual ~Command() = default;
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;

  /// Throws InputError for bad input; nothing has been written then.
  virtual ExitCode run() = 0;
};

/// A command before its options are declared.
struct CommandKind {
  const char* name;
  const char* meaning;  ///< in one line
  /// Declares the options. The words, all of the command line, have to outlive the command.
  std::unique_ptr<Command> (*declare)(CLI::App& command, const Words& words);
};

/// The usual way: a class that is made of its parser, and of the words where a manifest takes them.
template <std::derived_from<Command> Kind>
std::unique_ptr<Command> declare(CLI::App& command, const Words& words) {
  if constexpr (std::constructible_from<Kind, CLI::App&, const Words&>) {
    return std::make_unique<Kind>(command, words);
  } else {
    return std::make_unique<Kind>(command);
  }
}

/// All of them, in the order of the help.
std::vector<CommandKind> commands();

// Each is in a file of its own, run_command.cpp and so on.
CommandKind run_command();
CommandKind compare_command();
CommandKind tornado_command();
CommandKind goal_command();
CommandKind validate_command();
CommandKind explain_command();
CommandKind list_command();
CommandKind diff_command();
CommandKind new_command();
CommandKind schema_command();
CommandKind merge_command();
CommandKind slurm_command();
CommandKind backtest_command();
CommandKind spread_command();
CommandKind why_command();
CommandKind nightly_command();
CommandKind history_command();
CommandKind store_command();
CommandKind benchmarks_command();
CommandKind completion_command();
CommandKind man_command();

}  // namespace wafercast
