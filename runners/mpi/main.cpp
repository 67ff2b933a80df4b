#include <engine/core/diagnostics.hpp>
#include <engine/learning/conditioning.hpp>
#include <runners/cli/words.hpp>
#include <runners/jobs/runs/program.hpp>
#include <runners/mpi/mpi_run.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace {

using wafercast::ExitCode;

ExitCode guarded(const wafercast::Ranks& ranks, int argc, char** argv) {
  CLI::App app("wafercast run over MPI ranks: the same bits on any number of them.", "wafercast-mpi");
  app.set_version_flag("--version", wafercast::this_program().version);
  wafercast::MpiRun run(app);
  const std::vector<std::string> words(argv + 1, argv + argc);
  const auto asks = [](const std::string& word) { return word == "--help" || word == "-h" || word == "--version"; };
  try {
    std::vector<std::string> parsed = std::ranges::any_of(words, asks) ? words : wafercast::arranged(words, app);
    std::ranges::reverse(parsed);  // as the parser takes them
    app.parse(std::move(parsed));
    return run.run(ranks, words);
  } catch (const CLI::ParseError& error) {
    if (ranks.is_first()) app.exit(error);
    return error.get_exit_code() == 0 ? ExitCode::done : ExitCode::bad_input;
  } catch (const wafercast::InputError& error) {
    fmt::print(stderr, "{}\n", error.what());
    wafercast::Ranks::abandon(static_cast<int>(ExitCode::bad_input));
  } catch (const wafercast::Stopped&) {
    wafercast::Ranks::abandon(static_cast<int>(ExitCode::interrupted));
  } catch (const std::exception& error) {
    fmt::print(stderr, "wafercast-mpi: {}\n", error.what());
    wafercast::Ranks::abandon(static_cast<int>(ExitCode::internal_failure));
  }
}

}  // namespace

int main(int argc, char** argv) {
  const wafercast::Ranks ranks(argc, argv);
  return static_cast<int>(guarded(ranks, argc, argv));
}
