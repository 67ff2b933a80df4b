#include <engine/core/diagnostics.hpp>
#include <engine/core/printable.hpp>
#include <engine/core/suggest.hpp>
#include <engine/learning/conditioning.hpp>
#include <runners/cli/program.hpp>

#include <runners/cli/backtest_command.hpp>
#include <runners/cli/benchmarks_command.hpp>
#include <runners/cli/compare_command.hpp>
#include <runners/cli/diff_command.hpp>
#include <runners/cli/exit_code.hpp>
#include <runners/cli/explain_command.hpp>
#include <runners/cli/goal_command.hpp>
#include <runners/cli/history_command.hpp>
#include <runners/cli/interrupt.hpp>
#include <runners/cli/list_command.hpp>
#include <runners/cli/merge_command.hpp>
#include <runners/cli/new_command.hpp>
#include <runners/cli/nightly_command.hpp>
#include <runners/cli/options.hpp>
#include <runners/cli/run_command.hpp>
#include <runners/cli/schema_command.hpp>
#include <runners/cli/shell_help.hpp>
#include <runners/cli/slurm_command.hpp>
#include <runners/cli/spread_command.hpp>
#include <runners/cli/store_command.hpp>
#include <runners/cli/tornado_command.hpp>
#include <runners/cli/validate_command.hpp>
#include <runners/cli/why_command.hpp>
#include <runners/cli/words.hpp>
#include <runners/jobs/runs/failure_words.hpp>
#include <runners/jobs/runs/program.hpp>
#include <runners/store/store.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <malloc.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace {

using wafercast::ExitCode;

/// Throws InputError for a word that is no command, with the one that was meant.
void refuse_unknown_command(const std::string& word, const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  if (std::ranges::find(names, word) != names.end()) return;
  const std::string meant = wafercast::did_you_mean(word, names);
  throw wafercast::InputError(
      wafercast::Diagnostic{{"wafercast", 0, 0},
                            word.empty() ? "name a command" : fmt::format("there is no command '{}'", word),
                            meant.empty() ? fmt::format("there are {}", fmt::join(names, ", ")) : meant});
}

/// All words as the parser takes them, which begins at the end. Throws InputError for those that it would not take.
std::vector<std::string> words_for_parser(const std::vector<std::string>& words, const CLI::App& app) {
  const auto asks = [](const std::string& word) { return word == "--help" || word == "-h"; };
  const std::string command = words.empty() ? std::string() : words.front();
  std::vector<std::string> all = words;
  if (command != "--version" && std::ranges::none_of(words, asks)) {
    refuse_unknown_command(command, app);
    all = wafercast::arranged({words.begin() + 1, words.end()}, *app.get_subcommand(command));
    all.insert(all.begin(), command);
  }
  std::ranges::reverse(all);
  return all;
}

ExitCode main_program(int argc, char** argv) {
  CLI::App app("Turns a scenario into distributions of an accelerator vendor's revenue and margin.", "wafercast");
  const wafercast::Program& program = wafercast::this_program();
  app.set_version_flag("--version",
                       fmt::format("wafercast {} ({}; {})", program.version, program.build, program.compiler));
  app.require_subcommand(1);
  app.footer(
      "The front door also knows `./wafercast test`, which builds and runs the tests, and `./wafercast bench check`,\n"
      "which says whether a version is slower than another or forecasts otherwise.\n"
      "Exit codes: 0 done, 1 internal failure, 2 bad input, 3 paths failed, 4 a threshold was breached,\n"
      "5 something is missing,\n"
      "130 interrupted, 143 terminated.");
  const auto add = [&](const char* name, const char* meaning) { return app.add_subcommand(name, meaning); };
  CLI::App* run = add("run", "Simulate a scenario and show the forecast");
  wafercast::RunCommand run_command(*run);
  CLI::App* compare = add("compare", "Hold scenarios against the first of them, on the same draws");
  wafercast::CompareCommand compare_command(*compare);
  CLI::App* tornado = add("tornado", "Say which drivers move a figure most");
  wafercast::TornadoCommand tornado_command(*tornado);
  CLI::App* goal = add("goal", "Find where something has to stand for a figure to reach a target");
  wafercast::GoalCommand goal_command(*goal);
  CLI::App* validate = add("validate", "Find every problem of scenarios, without drawing a number");
  wafercast::ValidateCommand validate_command(*validate);
  CLI::App* explain = add("explain", "Say what a driver or an event is, who said so, and what the data made of it");
  wafercast::ExplainCommand explain_command(*explain);
  CLI::App* list = add("list", "List what a scenario names: drivers, events, metrics, questions, periods");
  wafercast::ListCommand list_command(*list);
  CLI::App* diff = add("diff", "Say what two scenarios say otherwise, before any number is drawn");
  wafercast::DiffCommand diff_command(*diff);
  CLI::App* new_one = add("new", "Write a what-if to start from");
  wafercast::NewCommand new_command(*new_one);
  CLI::App* schema = add("schema", "Print the scenario language as JSON Schema, for editors, or as a page");
  wafercast::SchemaCommand schema_command(*schema);
  CLI::App* merge = add("merge", "Add up parts of a run ('run --part') to its forecast");
  wafercast::MergeCommand merge_command(*merge);
  CLI::App* slurm = add("slurm", "Write the job scripts of a run in shards on a Slurm cluster");
  wafercast::SlurmCommand slurm_command(*slurm);
  CLI::App* backtest = add("backtest", "Forecast from past origins and score what came of it");
  wafercast::BacktestCommand backtest_command(*backtest);
  CLI::App* spread = add("spread", "Say which groups of drivers a forecast's spread comes from");
  wafercast::SpreadCommand spread_command(*spread);
  CLI::App* why = add("why", "Say which news moved a forecast between two as-of dates");
  wafercast::WhyCommand why_command(*why);
  CLI::App* nightly = add("nightly", "Run a plan of scenarios, keep what came of it, and say what moved");
  wafercast::NightlyCommand nightly_command(*nightly);
  CLI::App* history = add("history", "Say how a forecast moved over the nights");
  wafercast::HistoryCommand history_command(*history);
  CLI::App* store = add("store", "Look after the store of a nightly plan");
  wafercast::StoreCommand store_command(*store);
  CLI::App* benchmarks = add("benchmarks", "Keep what benchmarks took in a store, and show how it moved");
  wafercast::BenchmarksCommand benchmarks_command(*benchmarks);
  CLI::App* completion = add("completion", "Print a completion script for a shell");
  std::string shell;
  completion->add_option("shell", shell, "bash or zsh")->required()->check(wafercast::one_of({"bash", "zsh"}));
  CLI::App* man = add("man", "Print the manual page");
  std::string man_format = "troff";
  man->add_option("--format", man_format, "troff or markdown")
      ->check(wafercast::one_of({"troff", "markdown"}))
      ->capture_default_str();
  try {
    app.parse(words_for_parser({argv + 1, argv + argc}, app));
  } catch (const CLI::Success& asked) {  // for help, or for the version
    app.exit(asked);
    return ExitCode::done;
  } catch (const CLI::ValidationError& refused) {  // of ours, all of them
    throw wafercast::InputError(wafercast::Diagnostic{{}, refused.what(), ""});
  } catch (const CLI::ParseError&) {
    throw wafercast::InputError(
        wafercast::Diagnostic{{}, "these words are not understood together", "'wafercast --help' lists the commands"});
  }
  if (merge->parsed()) return merge_command.run({argv + 1, argv + argc});
  if (benchmarks->parsed()) return benchmarks_command.run();
  if (slurm->parsed()) return slurm_command.run();
  if (compare->parsed()) return compare_command.run();
  if (tornado->parsed()) return tornado_command.run();
  if (goal->parsed()) return goal_command.run();
  if (completion->parsed()) {
    fmt::print("{}", shell == "bash" ? wafercast::bash_completion(app) : wafercast::zsh_completion(app));
    return ExitCode::done;
  }
  if (man->parsed()) {
    fmt::print("{}",
               man_format == "troff" ? wafercast::man_page(app, program.version) : wafercast::command_reference(app));
    return ExitCode::done;
  }
  if (validate->parsed()) return validate_command.run();
  if (explain->parsed()) return explain_command.run();
  if (list->parsed()) return list_command.run();
  if (diff->parsed()) return diff_command.run();
  if (new_one->parsed()) return new_command.run();
  if (schema->parsed()) return schema_command.run();
  if (backtest->parsed()) return backtest_command.run();
  if (nightly->parsed()) return nightly_command.run();
  if (history->parsed()) return history_command.run();
  if (store->parsed()) return store_command.run();
  if (spread->parsed()) return spread_command.run();
  if (why->parsed()) return why_command.run();
  return run_command.run({argv + 1, argv + argc});
}

/// To stderr, which may be closed or full: then nobody can be told.
void complain(const std::string& message) {
  std::fputs(("wafercast: " + wafercast::printable(message) + "\n").c_str(), stderr);
}

/// What a shell says of a program whose reader went away: nothing is wrong, and nobody is told.
constexpr int reader_gone = 128 + SIGPIPE;
std::string in_words(const std::exception& error) {
  const bool of_parser = dynamic_cast<const CLI::Error*>(&error) != nullptr;
  return of_parser ? std::string(wafercast::fault_of_program) : wafercast::failure_words(error);
}

int guarded(int argc, char** argv) {
  try {
    return static_cast<int>(main_program(argc, argv));
  } catch (const wafercast::InputError& error) {
    std::fputs((std::string(error.what()) + "\n").c_str(), stderr);
    return static_cast<int>(ExitCode::bad_input);
  } catch (const wafercast::StoreRefused& refused) {
    complain(refused.what());
    return static_cast<int>(ExitCode::bad_input);
  } catch (const wafercast::ConflictError& error) {
    complain(error.what());
    return static_cast<int>(ExitCode::bad_input);
  } catch (const wafercast::Stopped&) {
    return static_cast<int>(wafercast::stopped_by_signal("nothing was written"));
  } catch (const std::system_error& error) {
    if (error.code() == std::errc::broken_pipe) return reader_gone;
    complain(in_words(error));
    return static_cast<int>(ExitCode::internal_failure);
  } catch (const std::exception& error) {
    complain(in_words(error));
    return static_cast<int>(ExitCode::internal_failure);
  }
}

}  // namespace

namespace wafercast {

int program(int argc, char** argv) {
  // Memory that was given back is taken again soon: handing it to the system in between costs a page fault every 4 KiB,
  // a tenth of a short run.
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, -1);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that grows too large is a write that fails
  const int code = guarded(argc, argv);
  if (code == reader_gone) return code;
  errno = 0;
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  if (errno == EPIPE) return code == 0 ? reader_gone : code;
  complain("standard output cannot be written (is the disk full?)");
  return code == 0 ? static_cast<int>(ExitCode::internal_failure) : code;
}

}  // namespace wafercast
