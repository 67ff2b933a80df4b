#include <engine/record/growth_rule.hpp>
#include <engine/scoring/baselines.hpp>
#include <engine/scoring/rule_backtest.hpp>
#include <engine/scoring/scores.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>

namespace wafercast {
namespace {

constexpr int values_kept = 1000;
constexpr int values_compared = 200;  ///< of rules among which one is chosen
constexpr int least_outcomes = 12;    ///< from which a rule is chosen by what it did; before that the stated one

/// The stated rule first, then what may be chosen instead: the spread of calm quarters, how likely a break is, and how
/// long growth persists.
std::vector<GrowthRule> rules_to_choose_from() {
  std::vector<GrowthRule> rules(1);
  for (const double calm : {0.015, 0.025, 0.04, 0.06}) {
    for (const double breaks : {0.05, 0.15, 0.25}) {
      for (const double persistence : {0.3, 0.5, 0.7}) {
        GrowthRule rule;
        rule.calm = calm;
        rule.break_probability = breaks;
        rule.later.persistence = {persistence, persistence + 0.1};
        rules.push_back(rule);
      }
    }
  }
  return rules;
}

std::vector<ReportedQuarter> record_until(const History& history, const RecordMetrics& metrics, FiscalQuarter origin) {
  std::vector<ReportedQuarter> record;
  for (const auto& [quarter, revenue] : history.reported.at(metrics.sales)) {
    if (quarter > origin) break;
    record.push_back({revenue, history.guided_at(metrics.sales, quarter + 1),
                      history.reported_at(metrics.one_off, quarter).value_or(0.0)});
  }
  return record;
}

/// Scores of every rule from every origin: (rule, origin, horizon − 1), nothing where there is no outcome.
class RuleScores {
 public:
  RuleScores(const History& history, const RecordMetrics& metrics, FiscalQuarter first, int origins, int horizons)
      : history_(history), metrics_(metrics), first_(first), origins_(origins), horizons_(horizons) {
    scores_.resize(rules_.size() * static_cast<std::size_t>(origins * horizons));
  }

  void add(int origin) {
    const auto record = record_until(history_, metrics_, first_ + origin);
    for (std::size_t r = 0; r < rules_.size(); ++r) {
      const auto forecast = rule_forecast(rules_[r], record, horizons_);
      if (!forecast) continue;
      const auto values = rule_values(rules_[r], *forecast, values_compared);
      for (int h = 1; h <= horizons_; ++h) {
        const auto outcome = history_.reported_at(metrics_.sales, first_ + (origin + h));
        if (!outcome) continue;
        std::vector<double> logs = values[static_cast<std::size_t>(h - 1)];
        for (double& value : logs) value = std::log(value);
        score(r, origin, h) = crps(logs, std::log(*outcome));
      }
    }
  }

  /// The rule with the smallest score over the forecasts that `counts(origin, horizon)`; the stated one while these are
  /// too few.
  template <class Counts>
  const GrowthRule& best(Counts counts) const {
    std::size_t best = 0;
    double smallest = HUGE_VAL;
    for (std::size_t r = 0; r < rules_.size(); ++r) {
      double sum = 0.0;
      int count = 0;
      for (int origin = 0; origin < origins_; ++origin) {
        for (int h = 1; h <= horizons_; ++h) {
          if (const auto& one = score(r, origin, h); one && counts(origin, h)) {
            sum += *one;
            ++count;
          }
        }
      }
      if (count < least_outcomes) return rules_.front();
      if (sum < smallest) {
        smallest = sum;
        best = r;
      }
    }
    return rules_[best];
  }

 private:
  std::size_t index(std::size_t rule, int origin, int horizon) const {
    return (rule * static_cast<std::size_t>(origins_) + static_cast<std::size_t>(origin)) *
               static_cast<std::size_t>(horizons_) +
           static_cast<std::size_t>(horizon - 1);
  }
  std::optional<double>& score(std::size_t rule, int origin, int horizon) {
    return scores_[index(rule, origin, horizon)];
  }
  const std::optional<double>& score(std::size_t rule, int origin, int horizon) const {
    return scores_[index(rule, origin, horizon)];
  }

  const History& history_;
  const RecordMetrics& metrics_;
  FiscalQuarter first_;
  int origins_, horizons_;
  std::vector<GrowthRule> rules_ = rules_to_choose_from();
  std::vector<std::optional<double>> scores_;
};

ScoredForecast blank(const History& history, const std::string& metric, const std::string& method, FiscalQuarter origin,
                     int horizon) {
  ScoredForecast forecast;
  forecast.method = method;
  forecast.metric = metric;
  forecast.unit = "USD";
  forecast.origin = origin;
  forecast.origin_date = history.published.at(origin);
  forecast.horizon = horizon;
  forecast.target = origin + horizon;
  forecast.outcome = history.reported_at(metric, forecast.target);
  const auto published = history.published.find(forecast.target);
  forecast.target_end = published == history.published.end() ? forecast.origin_date : published->second;
  return forecast;
}

}  // namespace

void add_rule_backtest(const History& history, const RecordMetrics& metrics, int horizons,
                       const std::function<void(int, int)>& progress, Backtest& backtest) {
  const FiscalQuarter first = backtest.first_origin;
  const int origins = backtest.last_origin - first + 1;
  RuleScores scores(history, metrics, first, origins, std::min(horizons, pooled_horizons));
  for (int i = 0; i < origins; ++i) {
    scores.add(i);
    progress(i + 1, origins);
  }
  const auto add_rule = [&](const std::string& method, int i, const GrowthRule& rule) {
    const auto forecast = rule_forecast(rule, record_until(history, metrics, first + i), horizons);
    if (!forecast) return;
    auto values = rule_values(rule, *forecast, values_kept);
    for (int h = 1; h <= horizons; ++h) {
      ScoredForecast scored = blank(history, metrics.sales, method, first + i, h);
      scored.values = std::move(values[static_cast<std::size_t>(h - 1)]);
      backtest.forecasts.push_back(std::move(scored));
    }
  };
  const auto add_baseline = [&](const std::string& method, int i, int h, const std::optional<NormalForecast>& normal) {
    if (!normal) return;
    ScoredForecast scored = blank(history, metrics.sales, method, first + i, h);
    scored.values = lognormal_values(*normal, values_kept);
    backtest.forecasts.push_back(std::move(scored));
  };
  for (int i = 0; i < origins; ++i) {
    add_rule(rule_methods::stated, i, GrowthRule());
    add_rule(rule_methods::prequential, i, scores.best([&](int origin, int h) { return origin + h <= i; }));
    add_rule(rule_methods::left_out, i, scores.best([&](int origin, int) { return origin != i; }));
    add_rule(rule_methods::in_sample, i, scores.best([](int, int) { return true; }));
    for (int h = 1; h <= horizons; ++h) {
      add_baseline("guided", i, h, guided_baseline(history, metrics.sales, first + i, h));
      add_baseline("drift", i, h, drift_baseline(history, metrics.sales, first + i, h));
    }
  }
}

}  // namespace wafercast
