#include <runners/jobs/spread.hpp>

#include <runners/jobs/series_choice.hpp>

namespace wafercast {

SpreadResult spread(const SpreadRequest& request) {
  const Prepared prepared = prepare(request.scenario);
  const std::vector<std::string> metrics =
      request.metrics.empty() ? usual_metrics_of(prepared.scenario) : request.metrics;
  const std::vector<std::string> periods =
      request.periods.empty() ? std::vector{next_fiscal_year(prepared.scenario)} : request.periods;
  std::vector<int> rows;
  for (const std::string& metric : metrics) {
    for (const std::string& period : periods) rows.push_back(choose_series(prepared.plan, metric, period));
  }
  SpreadResult result;
  result.spreads = explain_spread(prepared.plan, *prepared.model, prepared.sampler(), rows,
                                  draw_groups(prepared.plan, *prepared.model),
                                  {.paths = request.paths, .threads = request.scenario.threads});
  result.about = {prepared.scenario.name,      prepared.scenario.as_of, result.spreads.paths,
                  result.spreads.failed_paths, request.scenario.seed,   {}};
  for (const std::string& metric : metrics) {
    result.about.metric_titles.emplace(metric, title_of_metric(prepared, metric));
  }
  return result;
}

}  // namespace wafercast
