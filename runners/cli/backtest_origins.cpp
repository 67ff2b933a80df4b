#include <wafercast/cli/backtest_origins.hpp>

#include <wafercast/cli/build_info.hpp>
#include <wafercast/forecast/baselines.hpp>
#include <wafercast/forecast/plan_questions.hpp>
#include <wafercast/insight/series_draws.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace wafercast {
namespace {

constexpr std::array<const char*, 3> scored_metrics = {"revenue", "data_center", "gross_margin"};
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
    add_forecasts(prepared, backtest);
    add_baselines(prepared.scenario, backtest);
    add_questions(prepared, backtest);
  }

 private:
  ScoredForecast blank(const Scenario& scenario, const std::string& method, const std::string& metric,
                       int horizon) const {
    const FiscalQuarter target = scenario.last_reported + horizon;
    ScoredForecast forecast;
    forecast.method = method;
    forecast.metric = metric;
    forecast.unit = metric == "gross_margin" ? "fraction" : "USD";
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
    for (const char* metric : scored_metrics) {
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

  void add_baselines(const Scenario& scenario, Backtest& backtest) const {
    const History& known = scenario.history;
    const FiscalQuarter origin = scenario.last_reported;
    const auto add = [&](const std::string& method, const std::string& metric, int horizon,
                         const std::optional<NormalForecast>& normal) {
      if (!normal) return;
      ScoredForecast forecast = blank(scenario, method, metric, horizon);
      forecast.values =
          forecast.unit == "USD" ? lognormal_values(*normal, values_kept) : normal_values(*normal, values_kept);
      backtest.forecasts.push_back(std::move(forecast));
    };
    for (int h = 1; h <= options_.horizons; ++h) {
      add("guided", "revenue", h, guided_baseline(known, origin, h));
      add("drift", "revenue", h, drift_baseline(known, "revenue", origin, h));
      add("guided", "data_center", h, guided_growth_baseline(known, "data_center", origin, h));
      add("drift", "data_center", h, drift_baseline(known, "data_center", origin, h));
      add("guided_margin", "gross_margin", h, guided_margin_baseline(known, origin, h, ChargedQuarters::counted));
      add("guided_margin_without_charges", "gross_margin", h,
          guided_margin_baseline(known, origin, h, ChargedQuarters::left_out));
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
  return backtest;
}

}  // namespace wafercast
