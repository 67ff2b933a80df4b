#include <runners/jobs/record/backtest_origin.hpp>

#include <engine/forecast/plan_questions.hpp>
#include <engine/insight/series_draws.hpp>
#include <engine/scenario/reliance.hpp>
#include <engine/scoring/baselines.hpp>
#include <runners/jobs/record/backtest_years.hpp>
#include <runners/jobs/runs/prepare.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace wafercast {
namespace {

constexpr double charge_threshold = 0.01;  ///< of sales: a charge beyond it struck the quarter's margin

/// Backtests one scenario against a record that goes on after its as-of date.
class Origins {
 public:
  Origins(const BacktestRequest& request, const History& record) : request_(request), record_(record) {}

  Backtest at(FiscalQuarter origin) const {
    ScenarioRequest at_origin = request_.scenario;
    at_origin.read.as_of = record_.published.at(origin);
    at_origin.read.quarters = request_.horizons;
    const Prepared prepared = prepare(at_origin);
    Backtest said;
    for (const MetricSpec& metric : prepared.model->metrics()) said.metric_titles[metric.name] = metric.title;
    add_drawn(prepared, said);
    add_baselines(prepared, said);
    add_consensus(prepared, said);
    return said;
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

  /// What is asked of the draws of an origin, each with its series of the plan.
  struct Asked {
    std::vector<ScoredForecast> forecasts{};
    std::vector<YearAhead> years{};
    std::vector<PlannedQuestion> questions{};
    std::vector<int> series{};  ///< of forecasts, years and questions, in this order
  };

  Asked asked_of(const Prepared& prepared, const std::string& method) const {
    Asked asked;
    for (const std::string& metric : metrics_of(prepared)) {
      for (int h = 1; h <= horizons_of(metric, prepared.scenario.score); ++h) {
        const int row = find_series(prepared.plan, metric, Period::quarter(prepared.scenario.last_reported + h));
        if (row < 0) continue;
        asked.series.push_back(row);
        asked.forecasts.push_back(blank(prepared, method, metric, h));
      }
    }
    asked.years = years_ahead(prepared, prepared.scenario.score.sales, record_);
    for (const YearAhead& ahead : asked.years) asked.series.push_back(ahead.series);
    std::vector<Question> probabilities;
    for (const Question& question : prepared.scenario.questions) {
      if (question.threshold && question.given.empty()) probabilities.push_back(question);
    }
    asked.questions = plan_questions(probabilities, prepared.plan);
    for (const PlannedQuestion& question : asked.questions) asked.series.push_back(question.series);
    return asked;
  }

  void add_drawn(const Prepared& prepared, Backtest& backtest) const {
    Asked asked = asked_of(prepared, backtest.method);
    const Eigen::MatrixXd draws = draw_series(prepared.plan, *prepared.model, prepared.sampler(), asked.series,
                                              request_.paths, request_.scenario.threads);
    Eigen::Index column = 0;
    for (ScoredForecast& forecast : asked.forecasts) {
      forecast.values = equally_likely_values(draws, column++);
      backtest.forecasts.push_back(std::move(forecast));
    }
    for (YearAhead& ahead : asked.years) {
      ahead.year.values = equally_likely_values(draws, column++);
      backtest.years_ahead.push_back(std::move(ahead.year));
    }
    for (const PlannedQuestion& planned : asked.questions) {
      backtest.questions.push_back(answered(prepared.scenario, planned.question, draws.col(column++)));
    }
  }

  void add_baselines(const Prepared& prepared, Backtest& backtest) const {
    const Scenario& scenario = prepared.scenario;
    const std::vector<std::string> metrics = metrics_of(prepared);
    const Score& score = scenario.score;
    const History& known = scenario.history;
    const FiscalQuarter origin = scenario.last_reported;
    const std::vector<double> standard = standard_normal_values(equally_likely);
    const auto add = [&](const std::string& method, const std::string& metric, int horizon,
                         const std::optional<NormalForecast>& normal) {
      if (!normal) return;
      ScoredForecast forecast = blank(prepared, method, metric, horizon);
      forecast.values = is_share(forecast) || forecast.may_be_negative ? normal_values(*normal, standard)
                                                                       : lognormal_values(*normal, standard);
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

  /// Of a question that asks for a probability, with what happened in a quarter that has been reported since.
  ScoredQuestion answered(const Scenario& scenario, const Question& question,
                          const Eigen::Ref<const Eigen::VectorXd>& values) const {
    std::int64_t hits = 0;
    std::int64_t defined = 0;
    for (const double value : values) {
      if (!std::isfinite(value)) continue;
      ++defined;
      hits += holds(question.threshold->comparison, value, question.threshold->value);
    }
    ScoredQuestion scored{question.name,
                          question.text,
                          scenario.last_reported,
                          scenario.as_of,
                          static_cast<double>(hits) / static_cast<double>(std::max<std::int64_t>(defined, 1)),
                          std::nullopt};
    if (const auto value = outcome_of(question)) {
      scored.happened = holds(question.threshold->comparison, *value, question.threshold->value);
    }
    return scored;
  }

  /// Of a quarter; years are scored by their quarters.
  std::optional<double> outcome_of(const Question& question) const {
    if (question.period.is_year()) return std::nullopt;
    return record_.first_reported_at(question.metric, question.period.first_quarter());
  }

  const BacktestRequest& request_;
  const History& record_;
};

}  // namespace

Backtest backtest_from(FiscalQuarter origin, const BacktestRequest& request, const History& record) {
  return Origins(request, record).at(origin);
}

}  // namespace wafercast
