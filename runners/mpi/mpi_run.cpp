#include <runners/mpi/mpi_run.hpp>

#include <engine/core/diagnostics.hpp>
#include <runners/cli/options.hpp>
#include <runners/cli/progress.hpp>
#include <runners/cli/run_output.hpp>
#include <runners/files/result_folder.hpp>
#include <runners/jobs/runs/result_name.hpp>
#include <runners/jobs/runs/shard.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <cstdio>
#include <optional>
#include <utility>

namespace wafercast {

MpiRun::MpiRun(CLI::App& command) {
  add_run_input(command, request_, axes_, "Suppose something, e.g. cowos.capacity.scale=0.8@2027Q1")
      .scenario->required();
  add_paths(command, request_.paths, "Paths to simulate on all ranks together; default: 100k");
  add_working(command, request_.scenario);
  command.add_option("--out", out_, "Result folder; default: where the undivided run would put it");
  add_full(command, request_.scenario.series.full);
  command.add_flag("--json", json_, "Print forecast.json instead of the table");
  command.add_flag("--quiet", quiet_, "Print nothing but errors");
  command.final_callback([this] { request_.scenario.read.settings = settings_of(axes_); });
}

/// The first rank learns, the others then find it in the cache, or learn the same. Nothing if a rank could not.
std::optional<Prepared> MpiRun::prepared_together(const Ranks& ranks) const {
  std::optional<Prepared> prepared;
  const auto attempt = [&] {
    try {
      prepared = prepare(request_.scenario);
    } catch (const InputError& error) {
      fmt::print(stderr, "{}\n", error.what());
    }
    return prepared ? 0 : 1;
  };
  const int first_failed = ranks.agree_on_largest(ranks.is_first() ? attempt() : 0);
  if (first_failed != 0) return std::nullopt;
  const int another_failed = ranks.agree_on_largest(ranks.is_first() ? 0 : attempt());
  if (another_failed != 0) return std::nullopt;
  return prepared;
}

ExitCode MpiRun::run(const Ranks& ranks, std::vector<std::string> words) {
  const auto begun = std::chrono::steady_clock::now();
  request_.scenario.threads = threads_to_use(request_.scenario.threads);
  if (!quiet_) request_.told = Told::beliefs_and_record;
  const auto prepared = prepared_together(ranks);
  if (!prepared) return ExitCode::bad_input;
  if (ranks.count() > most_shards(request_.paths)) {
    if (ranks.is_first()) {
      fmt::print(stderr, "wafercast-mpi: of {} paths not every rank would have some; start at most {}\n",
                 request_.paths, most_shards(request_.paths));
    }
    return ExitCode::bad_input;
  }
  const PathRange range = paths_of({ranks.rank() + 1, ranks.count()}, request_.paths);
  Progress progress(Progress::Of::paths,
                    quiet_ || !ranks.is_first() ? Progress::Shown::no : Progress::Shown::where_it_can_be);
  auto counted =
      count_paths(*prepared, range, request_.scenario.threads,
                  {[&](std::int64_t done, std::int64_t) { progress.update(done * ranks.count(), request_.paths); },
                   [] { return false; }});
  ranks.add_up(*counted, *prepared, part_header(*prepared, request_, range), request_.scenario.threads);
  if (!ranks.is_first()) return ExitCode::done;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  return write(*prepared, *counted, std::move(words), seconds);
}

ExitCode MpiRun::write(const Prepared& prepared, const Counted& counted, std::vector<std::string> words,
                       double seconds) {
  RunResult result = conclude(prepared, request_, counted);
  result.description.arguments = std::move(words);
  result.description.elapsed_seconds = seconds;
  const std::filesystem::path place = out_.empty() ? usual_folder(request_, prepared.scenario) : out_;
  ResultFolder folder(place);
  const RunOutput output(result, prepared.scenario,
                         {.full = request_.scenario.series.full, .json = json_, .quiet = quiet_});
  output.write(folder, place, RunOutput::Files::usual);
  output.print(place);
  return output.exit_code();
}

}  // namespace wafercast
