#include <runners/jobs/studies/spread.hpp>

#include <runners/jobs/runs/prepare.hpp>
#include <runners/jobs/runs/series_choice.hpp>
#include <runners/jobs/runs/undefined.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace wafercast {
namespace {

/// Explains what is always defined together. A metric that may be undefined on a path is explained by itself, or the
/// path would be left out of the others.
Spreads explained(const Prepared& prepared, const std::vector<int>& rows, const SpreadRequest& request,
                  Explanation& about) {
  const DrawGroups groups = draw_groups(prepared.plan, *prepared.model);
  const auto explain = [&](const std::vector<int>& some) {
    return explain_spread(prepared.plan, *prepared.model, prepared.sampler(), some, groups,
                          {.paths = request.paths, .threads = request.scenario.threads});
  };
  const auto may_be_undefined = [&](int row) {
    return prepared.plan.series[static_cast<std::size_t>(row)].may_be_undefined;
  };
  std::vector<int> defined;
  std::ranges::remove_copy_if(rows, std::back_inserter(defined), may_be_undefined);
  if (defined.size() == rows.size()) return explain(rows);
  const Spreads of_defined = defined.empty() ? Spreads{} : explain(defined);
  Spreads all{{}, of_defined.paths, of_defined.failed_paths};
  auto next = of_defined.series.begin();
  for (const int row : rows) {
    if (may_be_undefined(row)) {
      const Spreads alone = explain({row});
      note_undefined(prepared.plan.series[static_cast<std::size_t>(row)], alone.failed_paths, alone.paths, about);
      all.paths = alone.paths;
      all.series.push_back(alone.series.front());
    } else {
      all.series.push_back(*next++);
    }
  }
  return all;
}

}  // namespace

SpreadResult spread(const SpreadRequest& request) {
  const Prepared prepared = prepare(with_series(request.scenario, request.metrics, request.periods));
  const std::vector<std::string> metrics =
      request.metrics.empty() ? usual_metrics_of(prepared.scenario) : request.metrics;
  const std::vector<std::string> periods =
      request.periods.empty() ? std::vector{next_fiscal_year(prepared.scenario)} : request.periods;
  std::vector<int> rows;
  for (const std::string& metric : metrics) {
    for (const std::string& period : periods) rows.push_back(choose_series(prepared.plan, metric, period));
  }
  SpreadResult result;
  Explanation about;
  result.spreads = explained(prepared, rows, request, about);
  result.about = {prepared.scenario.name,      prepared.scenario.as_of, result.spreads.paths,
                  result.spreads.failed_paths, request.scenario.seed,   {}};
  result.about.undefined = std::move(about.undefined);
  for (const std::string& metric : metrics) {
    result.about.metric_titles.emplace(metric, title_of_metric(prepared, metric));
  }
  return result;
}

}  // namespace wafercast
