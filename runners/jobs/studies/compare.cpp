#include <runners/jobs/studies/compare.hpp>

#include <runners/jobs/runs/idle_changes.hpp>
#include <runners/jobs/runs/series_choice.hpp>
#include <runners/jobs/studies/paired_study.hpp>

namespace wafercast {

std::optional<CompareResult> compare(const CompareRequest& request, const Callbacks& callbacks) {
  const auto of = static_cast<std::int64_t>(request.others.size()) + 1;
  const Prepared base = prepare(with_checked(request.scenario, request.choice));
  const PairedStudy study(base, request.choice, request.paths, request.scenario.threads);
  CompareResult result;
  result.about = {base.scenario.name, base.scenario.as_of, request.paths, 0, request.scenario.seed, {}};
  result.file = base.scenario.file;
  result.distinct_paths = base.learnt ? base.learnt->posterior.members : request.paths;
  result.series = study.series();
  for (const SeriesKey& series : result.series) {
    result.about.metric_titles.emplace(series.metric, title_of_metric(base, series.metric));
  }
  study.note_undefined_in(result.about);
  for (const CompareRequest::Other& other : request.others) {
    callbacks.progress(static_cast<std::int64_t>(result.others.size()) + 1, of);
    if (callbacks.stop()) return std::nullopt;
    ScenarioRequest same = request.scenario;
    same.file = other.file;
    same.read.settings = other.settings;
    same.read.as_of = base.scenario.as_of;
    same.read.quarters = base.scenario.quarters;
    const Prepared prepared = prepare(same);
    CompareResult::Other held{prepared.scenario.name,
                              prepared.scenario.file,
                              other.settings,
                              scenario_differences(base.scenario, prepared.scenario),
                              idle_suppositions(prepared, same),
                              study.against(prepared)};
    result.about.failed_paths = std::max(result.about.failed_paths, study.failed_paths(held.differences));
    result.others.push_back(std::move(held));
  }
  callbacks.progress(of, of);
  return result;
}

}  // namespace wafercast
