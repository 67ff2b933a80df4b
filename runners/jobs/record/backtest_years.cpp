#include <runners/jobs/record/backtest_years.hpp>

#include <engine/insight/series_draws.hpp>
#include <runners/jobs/runs/prepare.hpp>

#include <map>
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

/// Whole fiscal years as of each day on which a consensus for them was published, from the first origin to the last.
class Years {
 public:
  Years(const BacktestRequest& request, const History& record, const Callbacks& callbacks)
      : request_(request), record_(record), callbacks_(callbacks) {}

  bool add(const std::string& metric, Backtest& backtest) const {
    const auto expected = record_.expected.find(metric);
    if (expected == record_.expected.end()) return true;
    std::map<Date, std::vector<History::Expectation>> by_day;
    const auto first = record_.published.lower_bound(backtest.first_origin);
    const auto last = record_.published.find(backtest.last_origin);
    if (first == record_.published.end() || last == record_.published.end()) return true;
    for (const History::Expectation& one : expected->second) {
      const bool within = one.published >= first->second && one.published <= last->second;
      if (one.period.is_year() && within) by_day[one.published].push_back(one);
    }
    for (const auto& [day, all] : by_day) {
      if (callbacks_.stop()) return false;
      add_day(metric, day, all, backtest);
    }
    return true;
  }

 private:
  void add_day(const std::string& metric, Date day, const std::vector<History::Expectation>& expected,
               Backtest& backtest) const {
    ScenarioRequest on_that_day = request_.scenario;
    on_that_day.read.as_of = day;
    const Prepared prepared = prepare(on_that_day);
    for (const History::Expectation& one : expected) {
      const int series = find_series(prepared.plan, metric, one.period);
      if (series < 0) continue;  // beyond the horizon
      const Eigen::MatrixXd draws = draw_series(prepared.plan, *prepared.model, prepared.sampler(), {series},
                                                request_.paths, request_.scenario.threads);
      ScoredYear year = year_without_values(prepared, series, record_);
      year.values = equally_likely_values(draws, 0);
      year.consensus = one.value;
      backtest.years.push_back(std::move(year));
    }
  }

  const BacktestRequest& request_;
  const History& record_;
  const Callbacks& callbacks_;
};

}  // namespace

bool add_years(const BacktestRequest& request, const History& record, Backtest& backtest, const Callbacks& callbacks) {
  return Years(request, record, callbacks).add(backtest.sales, backtest);
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
