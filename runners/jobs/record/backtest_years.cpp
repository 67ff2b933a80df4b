#include <runners/jobs/record/backtest_years.hpp>

#include <engine/insight/series_draws.hpp>
#include <runners/jobs/runs/prepare.hpp>

#include <vector>

namespace wafercast {
namespace {

/// As first reported; nothing while a quarter of it is missing.
std::optional<double> year_that_came(const History& record, const std::string& metric, const Period& year) {
  double sum = 0.0;
  for (FiscalQuarter quarter = year.first_quarter(); quarter <= year.last_quarter(); quarter = quarter + 1) {
    const auto reported = record.first_reported_at(metric, quarter);
    if (!reported) return std::nullopt;
    sum += *reported;
  }
  return sum;
}

ScoredYear year_without_values(const Prepared& prepared, int series, const History& record) {
  const SeriesKey& key = prepared.plan.series[static_cast<std::size_t>(series)];
  return {key.metric,
          key.unit,
          key.period.fiscal_year(),
          prepared.scenario.as_of,
          {},
          std::nullopt,
          year_that_came(record, key.metric, key.period)};
}

}  // namespace

YearsByDay years_expected(const Backtest& backtest, const History& record) {
  YearsByDay by_day;
  const auto expected = record.expected.find(backtest.sales);
  const auto first = record.published.lower_bound(backtest.first_origin);
  const auto last = record.published.find(backtest.last_origin);
  if (expected == record.expected.end() || first == record.published.end() || last == record.published.end()) return {};
  for (const History::Expectation& one : expected->second) {
    const bool within = one.published >= first->second && one.published <= last->second;
    if (one.period.is_year() && within) by_day[one.published].push_back(one);
  }
  return by_day;
}

Backtest backtest_years(Date day, const std::vector<History::Expectation>& expected, const BacktestRequest& request,
                        const History& record) {
  ScenarioRequest on_that_day = request.scenario;
  on_that_day.read.as_of = day;
  const Prepared prepared = prepare(on_that_day);
  Backtest said;
  std::vector<int> series;
  for (const History::Expectation& one : expected) {
    const int row = find_series(prepared.plan, prepared.scenario.score.sales, one.period);
    if (row < 0) continue;  // beyond the horizon
    series.push_back(row);
    ScoredYear& year = said.years.emplace_back(year_without_values(prepared, row, record));
    year.consensus = one.value;
  }
  const Eigen::MatrixXd draws =
      draw_series(prepared.plan, *prepared.model, prepared.sampler(), series, request.paths, request.scenario.threads);
  for (std::size_t i = 0; i < series.size(); ++i) {
    said.years[i].values = equally_likely_values(draws, static_cast<Eigen::Index>(i));
  }
  return said;
}

std::vector<YearAhead> years_ahead(const Prepared& prepared, const std::string& sales, const History& record) {
  std::vector<YearAhead> years;
  const FiscalQuarter after_next = prepared.scenario.first + 1;
  const int first = after_next.quarter_of_year() == 1 ? after_next.fiscal_year() : after_next.fiscal_year() + 1;
  for (int year = first;; ++year) {
    const int series = find_series(prepared.plan, sales, Period::year(year));
    if (series < 0) return years;
    years.push_back({year_without_values(prepared, series, record), series});
  }
}

}  // namespace wafercast
