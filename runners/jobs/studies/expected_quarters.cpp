#include <runners/jobs/studies/expected_quarters.hpp>

#include <engine/insight/series_draws.hpp>
#include <engine/insight/waterfall.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace wafercast {
namespace {

/// Medians of these metrics in these quarters, as far as the plan holds them.
Figures medians_of(const Prepared& forecast, const std::set<std::string>& metrics, FiscalQuarter first,
                   FiscalQuarter last, std::int64_t paths, Threads threads) {
  std::vector<int> rows;
  std::vector<std::pair<std::string, FiscalQuarter>> asked;
  for (const std::string& metric : metrics) {
    for (FiscalQuarter quarter = first; quarter <= last; quarter = quarter + 1) {
      const int row = find_series(forecast.plan, metric, Period::quarter(quarter));
      if (row < 0) continue;
      rows.push_back(row);
      asked.emplace_back(metric, quarter);
    }
  }
  const Eigen::MatrixXd draws = draw_series(forecast.plan, *forecast.model, forecast.sampler(), rows, paths, threads);
  Figures medians;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const auto values = values_of(draws, static_cast<Eigen::Index>(i));
    medians[asked[i].first][asked[i].second] = level_of({values.begin(), values.end()}).median;
  }
  return medians;
}

template <class... Told>
std::set<std::string> names_in(const Told&... told) {
  std::set<std::string> names;
  const auto add = [&](const auto& metrics) {
    for (const auto& [name, series] : metrics) names.insert(name);
  };
  (add(told), ...);
  return names;
}

/// A figure, moved as another of its metric moves from `before` to `after`: shares by a difference, amounts by a
/// factor.
double moved(const Prepared& forecast, const std::string& metric, double figure, double before, double after) {
  const auto spec = std::ranges::find(forecast.model->metrics(), metric, &MetricSpec::name);
  const bool is_share = spec != forecast.model->metrics().end() && spec->unit == "fraction";
  return is_share ? figure + (after - before) : figure * after / before;
}

}  // namespace

ExpectedQuarters expected_quarters(const Prepared& forecast, FiscalQuarter last, std::int64_t paths, Threads threads) {
  const History& history = forecast.scenario.history;
  const FiscalQuarter first = forecast.scenario.first;
  // The last report's outlook is for the quarter after it.
  const Figures medians =
      medians_of(forecast, names_in(history.reported, history.guided), first, last + 1, paths, threads);
  ExpectedQuarters expected;
  for (const auto& [metric, series] : medians) {
    const auto outlook = history.guided_at(metric, first);
    for (const auto& [quarter, median] : series) {
      if (quarter <= last) expected.reported[metric][quarter] = median;
      if (quarter > first && outlook && series.contains(first))
        expected.guided[metric][quarter] = moved(forecast, metric, *outlook, series.at(first), median);
    }
  }
  return expected;
}

void move_outlook(const Prepared& earlier, const Prepared& later, std::int64_t paths, Threads threads,
                  ExpectedQuarters& expected) {
  const FiscalQuarter quarter = later.scenario.first;
  const std::set<std::string> metrics = names_in(expected.guided);
  const Figures was = medians_of(earlier, metrics, quarter, quarter, paths, threads);
  Figures is = medians_of(later, metrics, quarter, quarter, paths, threads);
  for (const auto& [metric, series] : was) {
    double& outlook = expected.guided[metric][quarter];
    outlook = moved(later, metric, outlook, is[metric][quarter], series.at(quarter));
  }
}

}  // namespace wafercast
