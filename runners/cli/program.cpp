#include <runners/cli/program.hpp>

#include <engine/core/diagnostics.hpp>
#include <engine/core/printable.hpp>
#include <engine/core/suggest.hpp>
#include <engine/learning/conditioning.hpp>
#include <runners/cli/commands.hpp>
#include <runners/cli/interrupt.hpp>
#include <runners/cli/words.hpp>
#include <runners/jobs/runs/failure_words.hpp>
#include <runners/jobs/runs/program.hpp>
#include <runners/store/store.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <malloc.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
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

/// What the whole program says of itself.
void describe(CLI::App& app) {
  const wafercast::Program& program = wafercast::this_program();
  app.set_version_flag("--version",
                       fmt::format("wafercast {} ({}; {})", program.version, program.build, program.compiler));
  app.require_subcommand(1);
  app.footer(
      fmt::format("The front door also knows `./wafercast test`, which builds and runs the tests, and `./wafercast "
                  "bench check`,\nwhich says whether a version is slower than another or forecasts otherwise.\n"
                  "Exit codes: {}.",
                  wafercast::exit_codes_text()));
}

/// Whether there is a command to run; of help or the version there is none. Throws InputError.
bool parsed(CLI::App& app, const std::vector<std::string>& words) {
  try {
    app.parse(words_for_parser(words, app));
    return true;
  } catch (const CLI::Success& asked) {
    app.exit(asked);
    return false;
  } catch (const CLI::ValidationError& refused) {  // of ours, all of them
    throw wafercast::InputError(wafercast::Diagnostic{{}, refused.what(), ""});
  } catch (const CLI::ParseError&) {
    throw wafercast::InputError(
        wafercast::Diagnostic{{}, "these words are not understood together", "'wafercast --help' lists the commands"});
  }
}

ExitCode main_program(const std::vector<std::string>& words) {
  CLI::App app("Turns a scenario into distributions of an accelerator vendor's revenue and margin.", "wafercast");
  describe(app);
  std::vector<std::pair<CLI::App*, std::unique_ptr<wafercast::Command>>> commands;
  for (const wafercast::CommandKind& kind : wafercast::commands()) {
    CLI::App* const command = app.add_subcommand(kind.name, kind.meaning);
    commands.emplace_back(command, kind.declare(*command, words));
  }
  if (!parsed(app, words)) return ExitCode::done;
  return std::ranges::find_if(commands, [](const auto& one) { return one.first->parsed(); })->second->run();
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
    return static_cast<int>(main_program({argv + 1, argv + argc}));
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
