#include <runners/cli/run_sweep.hpp>

#include <engine/core/printable.hpp>
#include <runners/cli/interrupt.hpp>
#include <runners/cli/options.hpp>
#include <runners/cli/progress.hpp>
#include <runners/cli/terminal.hpp>
#include <runners/files/result_folder.hpp>
#include <runners/jobs/runs/result_name.hpp>
#include <runners/report/csv/sweep_csv.hpp>
#include <runners/report/html/report_data.hpp>
#include <runners/report/json/manifest.hpp>
#include <runners/report/json/sweep_json.hpp>
#include <runners/report/text/sweep.hpp>

#include <fmt/format.h>

#include <numeric>
#include <optional>

namespace wafercast {
namespace {

std::optional<SweepResult> swept(const SweepRequest& request, bool quiet) {
  Progress progress(Progress::Of::steps, quiet ? Progress::Shown::no : Progress::Shown::where_it_can_be);
  return sweep(request, {[&](std::int64_t done, std::int64_t of) { progress.update(done, of); }, interrupted});
}

std::vector<std::size_t> shown_of(const SweepRequest& request, const SweepResult& result) {
  if (request.choice.metrics.empty() && request.choice.periods.empty()) return usually_shown(result);
  std::vector<std::size_t> all(result.series.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

}  // namespace

ExitCode run_sweep(SweepRequest request, const SweepOutput& output) {
  request.scenario.threads = threads_to_use(request.scenario.threads);
  require_points(request.axes, most_points);  // before a place is claimed for what will not be
  catch_interrupts();
  OutputPlaces places;
  output.report.claim(places);
  places.input(request.scenario.file);
  places.folder(output.out);
  places.require();
  std::optional<ResultFolder> folder;
  if (!output.out.empty()) folder.emplace(output.out);
  const auto result = swept(request, output.quiet);
  if (!result) return stopped_by_signal();
  const std::filesystem::path place = folder ? output.out : usual_folder(*result);
  if (!folder) folder.emplace(place);
  const std::string json = sweep_json(*result);
  folder->add("sweep.json", json);
  folder->add("sweep.csv", sweep_csv(*result));
  folder->add("manifest.json", sweep_manifest(*result, folder->names()));
  folder->publish();
  if (output.report.is_wanted()) output.report.write(sweep_report(*result));
  if (output.json) {
    fmt::print("{}", json);
  } else if (!output.quiet) {
    fmt::print("{}\nResults: {}\n", sweep_text(*result, shown_of(request, *result), colours_of_output()),
               printable_line(place.string()));
  }
  return result->about.failed_paths > 0 ? ExitCode::paths_failed : ExitCode::done;
}

}  // namespace wafercast
