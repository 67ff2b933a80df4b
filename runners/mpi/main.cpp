#include <engine/core/diagnostics.hpp>
#include <runners/jobs/program.hpp>
#include <runners/mpi/mpi_run.hpp>

#include <fmt/format.h>

#include <cstdio>
#include <exception>

namespace {

using wafercast::ExitCode;

ExitCode guarded(const wafercast::Ranks& ranks, int argc, char** argv) {
  CLI::App app("wafercast run over MPI ranks: the same bits on any number of them.", "wafercast-mpi");
  app.set_version_flag("--version", wafercast::this_program().version);
  wafercast::MpiRun run(app);
  try {
    app.parse(argc, argv);
    return run.run(ranks, {argv + 1, argv + argc});
  } catch (const CLI::ParseError& error) {
    if (ranks.is_first()) app.exit(error);
    return error.get_exit_code() == 0 ? ExitCode::done : ExitCode::bad_input;
  } catch (const wafercast::InputError& error) {
    fmt::print(stderr, "{}\n", error.what());
    wafercast::Ranks::abandon(static_cast<int>(ExitCode::bad_input));
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
