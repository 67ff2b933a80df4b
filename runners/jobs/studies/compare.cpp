#include <runners/jobs/studies/compare.hpp>

#include <runners/jobs/runs/idle_changes.hpp>
#include <runners/jobs/runs/series_choice.hpp>
#include <runners/jobs/studies/paired_study.hpp>

namespace wafercast {
namespace {

/// The last quarter of the metric of a series that both forecast, which may be the series itself.
std::size_t last_quarter_of(const CompareResult& result, const CompareResult::Other& other, std::size_t series) {
  std::size_t last = series;
  for (std::size_t s = 0; s < result.series.size(); ++s) {
    const bool is_quarter =
        result.series[s].metric == result.series[series].metric && !result.series[s].period.is_year();
    if (is_quarter && other.differences[s]) last = s;
  }
  return last;
}

/// What binds, what waits and what is answered, before and after; and why sales move little or late.
void explain(const CompareResult& result, const Scenario& scenario, const Model& model, const Forecast& before,
             const Forecast& after, CompareResult::Other& other) {
  other.answers = answer_changes(before, after);
  const std::size_t year = asked_first(result, other);
  if (result.series.empty() || !other.differences[year]) return;
  const std::size_t end = last_quarter_of(result, other, year);
  for (const std::size_t s : {year, end})
    other.held_back.push_back(held_back(before, after, model, result.series[s].period));
  if (result.series[year].metric != scenario.score.sales) return;
  other.reasons =
      reasons_for({*other.differences[year], other.held_back[0]}, {*other.differences[end], other.held_back[1]});
}

}  // namespace

std::size_t asked_first(const CompareResult& result, const CompareResult::Other& other) {
  std::size_t first = 0;
  for (std::size_t s = 0; s < result.series.size(); ++s) {
    if (result.series[s].metric != result.series.front().metric || !other.differences[s]) continue;
    if (result.series[s].period.is_year() || !result.series[first].period.is_year()) first = s;
  }
  return first;
}

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
  std::optional<Forecast> base_says;
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
    if (!base_says) base_says = told_by(base, request.paths, request.scenario.threads);
    const Forecast says = told_by(prepared, request.paths, request.scenario.threads);
    explain(result, base.scenario, *base.model, *base_says, says, held);
    result.about.failed_paths = std::max(result.about.failed_paths, study.failed_paths(held.differences));
    result.others.push_back(std::move(held));
  }
  callbacks.progress(of, of);
  return result;
}

}  // namespace wafercast
