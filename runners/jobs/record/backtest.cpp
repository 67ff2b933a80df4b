#include <runners/jobs/record/backtest.hpp>

#include <engine/forecast/plan_questions.hpp>
#include <engine/insight/series_draws.hpp>
#include <engine/scenario/reliance.hpp>
#include <engine/scoring/baselines.hpp>
#include <runners/jobs/record/backtest_years.hpp>
#include <runners/jobs/runs/prepare.hpp>
#include <runners/jobs/runs/program.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace wafercast {
namespace {

constexpr double charge_threshold = 0.01;  ///< of sales: a charge beyond it struck the quarter's margin

constexpr int usual_origins = 9;

/// Backtests one scenario against a record that goes on after its as-of date.
class Origins {
 public:
  Origins(const BacktestRequest& request, const History& record) : request_(request), record_(record) {}

  void add(FiscalQuarter origin, Backtest& backtest) const {
    ScenarioRequest at_origin = request_.scenario;
    at_origin.read.as_of = record_.published.at(origin);
    at_origin.read.quarters = request_.horizons;
    const Prepared prepared = prepare(at_origin);
    for (const MetricSpec& metric : prepared.model->metrics())
      backtest.metric_titles.try_emplace(metric.name, metric.title);
    add_forecasts(prepared, backtest);
    add_baselines(prepared, backtest);
    add_consensus(prepared, backtest);
    add_questions(prepared, backtest);
  }

 private:
  /// The headline metrics that are ever reported, and the lines in which the company reported at the origin.
  std::vector<std::string> metrics_of(const Prepared& prepared) const {
    std::vector<std::string> metrics = prepared.scenario.score.headline;
    std::erase_if(metrics, [&](const std::string& name) { return !record_.reported.contains(name); });
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

  /// Lines of reporting are told over the pooled horizons alone.
  int horizons_of(const std::string& metric, const Score& score) const {
    const bool is_headline = std::ranges::find(score.headline, metric) != score.headline.end();
    return is_headline ? request_.horizons : std::min(request_.horizons, pooled_horizons);
  }

  ScoredForecast blank(const Prepared& prepared, const std::string& method, const std::string& metric,
                       int horizon) const {
    const Scenario& scenario = prepared.scenario;
    const Score& score = scenario.score;
    const FiscalQuarter target = scenario.last_reported + horizon;
    ScoredForecast forecast;
    forecast.method = method;
    forecast.metric = metric;
    const auto spec = std::ranges::find(prepared.model->metrics(), metric, &MetricSpec::name);
    if (spec != prepared.model->metrics().end()) forecast.unit = spec->unit;
    forecast.may_be_negative = is_flow(score, metric);
    forecast.origin = scenario.last_reported;
    forecast.origin_date = scenario.as_of;
    forecast.horizon = horizon;
    forecast.target = target;
    forecast.target_end = scenario.calendar.days_of(target).last - std::chrono::days(1);
    forecast.outcome = record_.first_reported_at(metric, target);
    const auto charge = record_.first_reported_at(score.charge, target);
    const auto sales = record_.first_reported_at(score.sales, target);
    forecast.charged = charge && sales && std::abs(*charge) > charge_threshold * *sales;
    return forecast;
  }

  void add_forecasts(const Prepared& prepared, Backtest& backtest) const {
    std::vector<int> series;
    std::vector<ScoredForecast> forecasts;
    for (const std::string& metric : metrics_of(prepared)) {
      for (int h = 1; h <= horizons_of(metric, prepared.scenario.score); ++h) {
        const int row = find_series(prepared.plan, metric, Period::quarter(prepared.scenario.last_reported + h));
        if (row < 0) continue;
        series.push_back(row);
        forecasts.push_back(blank(prepared, backtest.method, metric, h));
      }
    }
    std::vector<YearAhead> years = years_ahead(prepared, prepared.scenario.score.sales, record_);
    for (const YearAhead& ahead : years) series.push_back(ahead.series);
    const Eigen::MatrixXd draws = draw_series(prepared.plan, *prepared.model, prepared.sampler(), series,
                                              request_.paths, request_.scenario.threads);
    Eigen::Index column = 0;
    for (ScoredForecast& forecast : forecasts) {
      forecast.values = equally_likely_values(draws, column++);
      backtest.forecasts.push_back(std::move(forecast));
    }
    for (YearAhead& ahead : years) {
      ahead.year.values = equally_likely_values(draws, column++);
      backtest.years_ahead.push_back(std::move(ahead.year));
    }
  }

  void add_baselines(const Prepared& prepared, Backtest& backtest) const {
    const Scenario& scenario = prepared.scenario;
    const std::vector<std::string> metrics = metrics_of(prepared);
    const Score& score = scenario.score;
    const History& known = scenario.history;
    const FiscalQuarter origin = scenario.last_reported;
    const auto add = [&](const std::string& method, const std::string& metric, int horizon,
                         const std::optional<NormalForecast>& normal) {
      if (!normal) return;
      ScoredForecast forecast = blank(prepared, method, metric, horizon);
      forecast.values = is_share(forecast) || forecast.may_be_negative ? normal_values(*normal, equally_likely)
                                                                       : lognormal_values(*normal, equally_likely);
      backtest.forecasts.push_back(std::move(forecast));
    };
    for (int h = 1; h <= request_.horizons; ++h) {
      add("guided", score.sales, h, guided_baseline(known, score.sales, origin, h));
      add("drift", score.sales, h, drift_baseline(known, score.sales, origin, h));
      for (const std::string& metric : metrics) {
        if (metric == score.sales || metric == score.margin || is_flow(score, metric)) continue;
        if (h > horizons_of(metric, score)) continue;
        add("guided", metric, h, guided_growth_baseline(known, score.sales, metric, origin, h));
        add("drift", metric, h, drift_baseline(known, metric, origin, h));
      }
      for (const std::string& flow : score.flows) {
        add("guided", flow, h, guided_flow_baseline(known, score.sales, flow, origin, h));
      }
      if (score.margin.empty()) continue;
      add("guided_margin", score.margin, h,
          guided_margin_baseline(known, score.margin, origin, h, ChargedQuarters::counted));
      add("guided_margin_without_charges", score.margin, h,
          guided_margin_baseline(known, score.margin, origin, h, ChargedQuarters::left_out));
    }
  }

  /// Of the next quarter: what others expected on the day of the results, before they knew the outlook; and what they
  /// expected at its own report, a quarter later than all others here.
  void add_consensus(const Prepared& prepared, Backtest& backtest) const {
    const Scenario& scenario = prepared.scenario;
    const Period next = Period::quarter(scenario.first);
    for (const auto& expected : record_.expected) {
      const std::string& metric = expected.first;
      const auto add = [&](const char* method, const std::optional<History::Expectation>& one) {
        if (!one) return;
        ScoredForecast forecast = blank(prepared, method, metric, 1);
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
      if (question.threshold && question.given.empty()) asked.push_back(question);
    }
    const std::vector<PlannedQuestion> planned = plan_questions(asked, prepared.plan);
    std::vector<int> series;
    for (const PlannedQuestion& question : planned) series.push_back(question.series);
    const Eigen::MatrixXd draws = draw_series(prepared.plan, *prepared.model, prepared.sampler(), series,
                                              request_.paths, request_.scenario.threads);
    for (std::size_t i = 0; i < planned.size(); ++i) {
      const Question& question = planned[i].question;
      std::int64_t hits = 0;
      std::int64_t defined = 0;
      for (const double value : draws.col(static_cast<Eigen::Index>(i))) {
        if (!std::isfinite(value)) continue;
        ++defined;
        hits += holds(question.threshold->comparison, value, question.threshold->value);
      }
      ScoredQuestion scored{question.name,
                            question.text,
                            prepared.scenario.last_reported,
                            prepared.scenario.as_of,
                            static_cast<double>(hits) / static_cast<double>(std::max<std::int64_t>(defined, 1)),
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

  const BacktestRequest& request_;
  const History& record_;
};

/// A scenario that does not say what is scored cannot be.
void require_score(const Scenario& scenario) {
  if (!scenario.score.headline.empty()) return;
  throw InputError(Diagnostic{{scenario.file, 0, 0},
                              "the scenario does not say what to score ('score')",
                              "add 'score: {sales: revenue, headline: [revenue]}'"});
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

void name_baselines(const Scenario& scenario, Backtest& backtest) {
  const Score& score = scenario.score;
  backtest.sales = score.sales;
  for (const std::string& metric : score.headline) {
    backtest.baselines[metric] = metric == score.margin ? "guided_margin" : "guided";
  }
}

std::optional<Backtest> backtest(const BacktestRequest& request, const Callbacks& callbacks) {
  const Scenario latest = read(request.scenario);
  require_score(latest);
  const History& record = latest.history;
  require_origin(record, request.first_origin, latest.file);
  require_origin(record, request.last_origin, latest.file);
  Backtest backtest;
  backtest.scenario = latest.name;
  backtest.data_folder =
      request.scenario.read.data_folder ? request.scenario.read.data_folder->string() : "the scenario's own";
  backtest.last_origin = request.last_origin.value_or(record.published.rbegin()->first);
  backtest.first_origin = request.first_origin.value_or(backtest.last_origin - (usual_origins - 1));
  backtest.paths = request.paths;
  backtest.seed = request.scenario.seed;
  backtest.relies_on = name_of(request.scenario.reliance);
  backtest.version = this_program().version;
  backtest.build = this_program().build;
  backtest.record = record;
  name_baselines(latest, backtest);

  request.begin(backtest.first_origin, backtest.last_origin);
  const Origins origins(request, record);
  const int count = backtest.last_origin - backtest.first_origin + 1;
  require_some_origin(backtest);
  for (int i = 0; i < count; ++i) {
    if (callbacks.stop()) return std::nullopt;
    const FiscalQuarter origin = backtest.first_origin + i;
    if (record.published.contains(origin)) origins.add(origin, backtest);
    callbacks.progress(i + 1, count);
  }
  if (!add_years(request, record, backtest, callbacks)) return std::nullopt;
  const std::vector<std::string>& headline = latest.score.headline;
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
