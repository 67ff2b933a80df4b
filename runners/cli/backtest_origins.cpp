#include <wafercast/cli/backtest_origins.hpp>

#include <wafercast/cli/build_info.hpp>
#include <wafercast/forecast/baselines.hpp>
#include <wafercast/forecast/plan_questions.hpp>
#include <wafercast/insight/series_draws.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace wafercast {
namespace {

const std::vector<std::string> headline = {"revenue", "data_center", "gross_margin", "eps", "free_cash_flow"};
constexpr int values_kept = 1000;          ///< of a forecast distribution
constexpr double charge_threshold = 0.01;  ///< of revenue: a charge beyond it struck the quarter's margin

std::vector<double> ascending_values(const Eigen::MatrixXd& draws, Eigen::Index column) {
  std::vector<double> all(draws.col(column).begin(), draws.col(column).end());
  std::erase_if(all, [](double value) { return !std::isfinite(value); });
  std::ranges::sort(all);
  std::vector<double> kept;
  for (int i = 0; i < values_kept; ++i) {
    const double at = (i + 0.5) / values_kept * static_cast<double>(all.size()) - 0.5;
    const auto below = static_cast<std::size_t>(std::clamp(at, 0.0, static_cast<double>(all.size() - 1)));
    const std::size_t above = std::min(below + 1, all.size() - 1);
    kept.push_back(std::lerp(all[below], all[above], std::clamp(at - static_cast<double>(below), 0.0, 1.0)));
  }
  return kept;
}

bool holds(Comparison comparison, double value, double threshold) {
  switch (comparison) {
    case Comparison::above:
      return value > threshold;
    case Comparison::at_least:
      return value >= threshold;
    case Comparison::below:
      return value < threshold;
    case Comparison::at_most:
      return value <= threshold;
  }
  return false;
}

constexpr int usual_origins = 9;

/// Backtests one scenario against a record that goes on after its as-of date.
class Origins {
 public:
  Origins(const BacktestOptions& options, const History& record) : options_(options), record_(record) {}

  void add(FiscalQuarter origin, Backtest& backtest) const {
    ReadOptions read = read_options(options_.reach);
    read.as_of = record_.published.at(origin);
    read.quarters = options_.horizons;
    read.data_folder = options_.data_folder;
    const Prepared prepared = prepare(options_.scenario, read, options_.seed, options_.threads);
    for (const MetricSpec& metric : prepared.model->metrics())
      backtest.metric_titles.try_emplace(metric.name, metric.title);
    add_forecasts(prepared, backtest);
    add_baselines(prepared, backtest);
    add_consensus(prepared.scenario, backtest);
    add_questions(prepared, backtest);
  }

 private:
  /// The headline metrics, and the lines in which the company reported at the origin.
  static std::vector<std::string> metrics_of(const Prepared& prepared) {
    std::vector<std::string> metrics = headline;
    const History& known = prepared.scenario.history;
    const auto add = [&](const std::string& name) {
      const bool is_known = known.reported_at(name, prepared.scenario.last_reported).has_value();
      const bool is_forecast =
          std::ranges::find(prepared.plan.series, name, &SeriesKey::metric) != prepared.plan.series.end();
      const bool is_new = std::ranges::find(metrics, name) == metrics.end();
      if (is_known && is_forecast && is_new) metrics.push_back(name);
    };
    for (const History::Line& line : known.lines) {
      add(line.name);
      for (const std::string& part : line.parts) add(part);
    }
    return metrics;
  }

  ScoredForecast blank(const Scenario& scenario, const std::string& method, const std::string& metric,
                       int horizon) const {
    const FiscalQuarter target = scenario.last_reported + horizon;
    ScoredForecast forecast;
    forecast.method = method;
    forecast.metric = metric;
    forecast.unit = metric == "gross_margin" ? "fraction" : metric == "eps" ? "USD/share" : "USD";
    forecast.may_be_negative = metric == "free_cash_flow";
    forecast.origin = scenario.last_reported;
    forecast.origin_date = scenario.as_of;
    forecast.horizon = horizon;
    forecast.target = target;
    forecast.target_end = scenario.calendar.days_of(target).last - std::chrono::days(1);
    forecast.outcome = record_.first_reported_at(metric, target);
    const auto charge = record_.first_reported_at("inventory_charge", target);
    const auto revenue = record_.first_reported_at("revenue", target);
    forecast.charged = charge && revenue && std::abs(*charge) > charge_threshold * *revenue;
    return forecast;
  }

  void add_forecasts(const Prepared& prepared, Backtest& backtest) const {
    std::vector<int> series;
    std::vector<ScoredForecast> forecasts;
    for (const std::string& metric : metrics_of(prepared)) {
      for (int h = 1; h <= options_.horizons; ++h) {
        const Period target = Period::quarter(prepared.scenario.last_reported + h);
        const auto found = std::ranges::find_if(
            prepared.plan.series, [&](const SeriesKey& key) { return key.metric == metric && key.period == target; });
        series.push_back(static_cast<int>(found - prepared.plan.series.begin()));
        forecasts.push_back(blank(prepared.scenario, backtest.method, metric, h));
      }
    }
    const Eigen::MatrixXd draws =
        draw_series(prepared.plan, *prepared.model, prepared.sampler(), series, options_.paths, options_.threads);
    for (std::size_t i = 0; i < forecasts.size(); ++i) {
      forecasts[i].values = ascending_values(draws, static_cast<Eigen::Index>(i));
      backtest.forecasts.push_back(std::move(forecasts[i]));
    }
  }

  void add_baselines(const Prepared& prepared, Backtest& backtest) const {
    const Scenario& scenario = prepared.scenario;
    const std::vector<std::string> metrics = metrics_of(prepared);
    const History& known = scenario.history;
    const FiscalQuarter origin = scenario.last_reported;
    const auto add = [&](const std::string& method, const std::string& metric, int horizon,
                         const std::optional<NormalForecast>& normal) {
      if (!normal) return;
      ScoredForecast forecast = blank(scenario, method, metric, horizon);
      forecast.values = is_share(forecast) || forecast.may_be_negative ? normal_values(*normal, values_kept)
                                                                       : lognormal_values(*normal, values_kept);
      backtest.forecasts.push_back(std::move(forecast));
    };
    for (int h = 1; h <= options_.horizons; ++h) {
      add("guided", "revenue", h, guided_baseline(known, origin, h));
      add("drift", "revenue", h, drift_baseline(known, "revenue", origin, h));
      for (const std::string& metric : metrics) {
        if (metric == "revenue" || metric == "gross_margin" || metric == "free_cash_flow") continue;
        add("guided", metric, h, guided_growth_baseline(known, metric, origin, h));
        add("drift", metric, h, drift_baseline(known, metric, origin, h));
      }
      add("guided", "free_cash_flow", h, guided_flow_baseline(known, "free_cash_flow", origin, h));
      add("guided_margin", "gross_margin", h, guided_margin_baseline(known, origin, h, ChargedQuarters::counted));
      add("guided_margin_without_charges", "gross_margin", h,
          guided_margin_baseline(known, origin, h, ChargedQuarters::left_out));
    }
  }

  /// Of the next quarter: what others expected on the day of the results, before they knew the outlook; and what they
  /// expected at its own report, a quarter later than all others here.
  void add_consensus(const Scenario& scenario, Backtest& backtest) const {
    const Period next = Period::quarter(scenario.first);
    for (const auto& [metric, expected] : record_.expected) {
      const auto add = [&](const char* method, const std::optional<History::Expectation>& one) {
        if (!one) return;
        ScoredForecast forecast = blank(scenario, method, metric, 1);
        forecast.values = {one->value};
        backtest.forecasts.push_back(std::move(forecast));
      };
      add("consensus", record_.expected_at(metric, next, scenario.as_of));
      const auto report = record_.published.find(scenario.first);
      if (report == record_.published.end()) continue;
      const auto late = record_.expected_at(metric, next, report->second);
      add("consensus_at_report", late && late->published > scenario.as_of ? late : std::nullopt);
    }
  }

  /// Of questions that ask for a probability in a quarter or year that has been reported since.
  void add_questions(const Prepared& prepared, Backtest& backtest) const {
    std::vector<Question> asked;
    for (const Question& question : prepared.scenario.questions) {
      if (question.threshold && !question.given) asked.push_back(question);
    }
    const std::vector<PlannedQuestion> planned = plan_questions(asked, prepared.plan);
    std::vector<int> series;
    for (const PlannedQuestion& question : planned) series.push_back(question.series);
    const Eigen::MatrixXd draws =
        draw_series(prepared.plan, *prepared.model, prepared.sampler(), series, options_.paths, options_.threads);
    for (std::size_t i = 0; i < planned.size(); ++i) {
      const Question& question = planned[i].question;
      std::int64_t hits = 0;
      for (const double value : draws.col(static_cast<Eigen::Index>(i))) {
        hits += holds(question.threshold->comparison, value, question.threshold->value);
      }
      ScoredQuestion scored{question.name,
                            question.text,
                            prepared.scenario.last_reported,
                            prepared.scenario.as_of,
                            static_cast<double>(hits) / static_cast<double>(options_.paths),
                            std::nullopt};
      if (const auto value = outcome_of(question)) {
        scored.happened = holds(question.threshold->comparison, *value, question.threshold->value);
      }
      backtest.questions.push_back(std::move(scored));
    }
  }

  /// Of a quarter; years are scored by their quarters.
  std::optional<double> outcome_of(const Question& question) const {
    if (question.period.is_year()) return std::nullopt;
    return record_.first_reported_at(question.metric, question.period.first_quarter());
  }

  const BacktestOptions& options_;
  const History& record_;
};

/// Whole fiscal years as of each day on which a consensus for them was published, from the first origin to the last.
class Years {
 public:
  Years(const BacktestOptions& options, const History& record) : options_(options), record_(record) {}

  void add(const std::string& metric, Backtest& backtest) const {
    const auto expected = record_.expected.find(metric);
    if (expected == record_.expected.end()) return;
    std::map<Date, std::vector<History::Expectation>> by_day;
    const auto first = record_.published.lower_bound(backtest.first_origin);
    const auto last = record_.published.find(backtest.last_origin);
    if (first == record_.published.end() || last == record_.published.end()) return;
    for (const History::Expectation& one : expected->second) {
      const bool within = one.published >= first->second && one.published <= last->second;
      if (one.period.is_year() && within) by_day[one.published].push_back(one);
    }
    for (const auto& [day, all] : by_day) {
      if (options_.stop()) return;
      add_day(metric, day, all, backtest);
    }
  }

 private:
  void add_day(const std::string& metric, Date day, const std::vector<History::Expectation>& expected,
               Backtest& backtest) const {
    ReadOptions read = read_options(options_.reach);
    read.as_of = day;
    read.data_folder = options_.data_folder;
    const Prepared prepared = prepare(options_.scenario, read, options_.seed, options_.threads);
    for (const History::Expectation& one : expected) {
      const auto found = std::ranges::find_if(
          prepared.plan.series, [&](const SeriesKey& key) { return key.metric == metric && key.period == one.period; });
      if (found == prepared.plan.series.end()) continue;  // beyond the horizon
      const Eigen::MatrixXd draws =
          draw_series(prepared.plan, *prepared.model, prepared.sampler(),
                      {static_cast<int>(found - prepared.plan.series.begin())}, options_.paths, options_.threads);
      backtest.years.push_back({metric, found->unit, one.period.fiscal_year(), day, ascending_values(draws, 0),
                                one.value, outcome(metric, one.period)});
    }
  }

  std::optional<double> outcome(const std::string& metric, const Period& year) const {
    double sum = 0.0;
    for (FiscalQuarter quarter = year.first_quarter(); quarter <= year.last_quarter(); quarter = quarter + 1) {
      const auto reported = record_.first_reported_at(metric, quarter);
      if (!reported) return std::nullopt;
      sum += *reported;
    }
    return sum;
  }

  const BacktestOptions& options_;
  const History& record_;
};

/// All that has been reported, whatever the scenario's own as-of date.
Scenario newest(const BacktestOptions& options) {
  ReadOptions newest = read_options(options.reach);
  newest.data_folder = options.data_folder;
  return read_scenario(options.scenario, newest);
}

}  // namespace

void require_origin(const History& record, const std::optional<FiscalQuarter>& origin, const std::string& file) {
  if (!origin || record.published.contains(*origin)) return;
  throw InputError(Diagnostic{{file, 0, 0},
                              fmt::format("{} is in no row of the reported history", to_string(*origin)),
                              fmt::format("choose origins from {} to {}", to_string(record.published.begin()->first),
                                          to_string(record.published.rbegin()->first))});
}

void require_some_origin(const Backtest& backtest) {
  if (backtest.first_origin <= backtest.last_origin) return;
  throw InputError(Diagnostic{{},
                              fmt::format("there is no origin from {} to {}", to_string(backtest.first_origin),
                                          to_string(backtest.last_origin)),
                              "name the earlier quarter with --from"});
}

std::optional<Backtest> run_backtest(const BacktestOptions& options) {
  const Scenario latest = newest(options);
  const History& record = latest.history;
  require_origin(record, options.first_origin, latest.file);
  require_origin(record, options.last_origin, latest.file);
  Backtest backtest;
  backtest.scenario = latest.name;
  backtest.data_folder = options.data_folder ? options.data_folder->string() : "the scenario's own";
  backtest.last_origin = options.last_origin.value_or(record.published.rbegin()->first);
  backtest.first_origin = options.first_origin.value_or(backtest.last_origin - (usual_origins - 1));
  backtest.paths = options.paths;
  backtest.seed = options.seed;
  backtest.version = build_info::version();
  backtest.build = build_info::build();
  backtest.record = record;

  options.begin(backtest.first_origin, backtest.last_origin);
  const Origins origins(options, record);
  const int count = backtest.last_origin - backtest.first_origin + 1;
  require_some_origin(backtest);
  for (int i = 0; i < count; ++i) {
    if (options.stop()) return std::nullopt;
    const FiscalQuarter origin = backtest.first_origin + i;
    if (record.published.contains(origin)) origins.add(origin, backtest);
    options.progress(i + 1, count);
  }
  Years(options, record).add("revenue", backtest);
  if (options.stop()) return std::nullopt;  // a year may be missing
  for (const std::string& metric : headline) backtest.baselines.try_emplace(metric, "guided");
  for (const ScoredForecast& forecast : backtest.forecasts) {
    const bool is_headline = std::ranges::find(headline, forecast.metric) != headline.end();
    const bool is_new = std::ranges::find(backtest.in_short, forecast.metric) == backtest.in_short.end();
    if (is_headline || !is_new) continue;
    backtest.in_short.push_back(forecast.metric);
    backtest.baselines.try_emplace(forecast.metric, "guided");
  }
  return backtest;
}

}  // namespace wafercast
