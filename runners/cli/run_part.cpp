#include <runners/cli/run_part.hpp>

#include <engine/core/printable.hpp>
#include <runners/cli/interrupt.hpp>
#include <runners/cli/options.hpp>
#include <runners/cli/progress.hpp>
#include <runners/files/output_places.hpp>
#include <runners/jobs/runs/part.hpp>

#include <fmt/format.h>

namespace wafercast {

ExitCode run_part(PartOrder order) {
  catch_interrupts();
  ScenarioRequest& scenario = order.request.scenario;
  OutputPlaces places;
  places.file(part_kind, order.file);
  places.input(scenario.file);
  places.require();
  scenario.threads = threads_to_use(scenario.threads);
  const Prepared prepared = prepare(scenario);
  scenario.series = prepared.series;
  Progress progress(Progress::Of::paths, order.quiet ? Progress::Shown::no : Progress::Shown::where_it_can_be);
  const auto counted =
      count_paths(prepared, order.range, scenario.threads,
                  {[&](std::int64_t done, std::int64_t of) { progress.update(done, of); }, interrupted});
  if (!counted) return stopped_by_signal();
  write_part(order.file, part_header(prepared, order.request, order.range), *counted);
  if (!order.quiet)
    fmt::print("paths {}..{} of {}: {}\n", order.range.first, order.range.end(), prepared.scenario.name,
               printable_line(order.file.string()));
  return ExitCode::done;
}

}  // namespace wafercast
