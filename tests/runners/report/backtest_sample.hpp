#pragma once

#include <engine/scoring/baselines.hpp>
#include <engine/scoring/scoreboard.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <string>
#include <utility>

namespace wafercast::test {

/// A backtest of a made-up company: nine origins, up to four quarters ahead, the last quarters not yet reported; a
/// charge strikes the margin of FY26Q1.
class SampleBacktest {
 public:
  static constexpr FiscalQuarter first{2024, 1};
  static constexpr int origins = 9;
  static constexpr int horizons = 4;
  static constexpr int reported = 10;  ///< quarters from `first` on
  static constexpr int values = 200;

  SampleBacktest() {
    backtest_.sales = "revenue";
    backtest_.baselines = {{"revenue", "guided"}, {"data_center", "guided"}, {"gross_margin", "guided_margin"}};
    std::normal_distribution<double> draw;
    double log_revenue = std::log(7.2e9);
    for (int q = -4; q < reported; ++q) {
      log_revenue += q < 0 ? 0.02 : 0.36 * std::exp(-0.22 * q) + 0.04 + 0.05 * draw(bits_);
      backtest_.record.reported["revenue"][first + q] = std::exp(log_revenue);
      backtest_.record.reported["data_center"][first + q] = std::exp(log_revenue) * (0.6 + 0.02 * (q + 4));
      const bool is_charged = q == charged;
      backtest_.record.reported["gross_margin"][first + q] =
          (is_charged ? 0.61 : 0.74) + 0.02 * std::sin(0.8 * q) + 0.004 * draw(bits_);
    }
    describe();
    for (int origin = 0; origin < origins; ++origin) {
      for (int horizon = 1; horizon <= horizons; ++horizon) add_forecasts(origin, horizon);
      add_questions(origin);
    }
  }

  const Backtest& backtest() const { return backtest_; }

 private:
  static constexpr int charged = 8;

  void describe() {
    backtest_.scenario = "Base case";
    backtest_.data_folder = "scenarios/data";
    backtest_.first_origin = first;
    backtest_.last_origin = first + (origins - 1);
    backtest_.paths = 20'000;
    backtest_.seed = 1;
    backtest_.version = "0.1.0";
    backtest_.build = "abc1234 Release";
    backtest_.metric_titles = {{"gross_margin", "gross margin, non-GAAP"}};
  }

  std::optional<double> outcome(const std::string& metric, FiscalQuarter quarter) const {
    return backtest_.record.reported_at(metric, quarter);
  }

  static Date end_of(FiscalQuarter quarter) {
    return FiscalCalendar(std::chrono::January, std::chrono::Sunday).days_of(quarter).last - std::chrono::days(1);
  }

  void add(const std::string& method, const std::string& metric, int origin, int horizon, std::vector<double> sample) {
    ScoredForecast one;
    one.method = method;
    one.metric = metric;
    one.unit = metric == "gross_margin" ? "fraction" : "USD";
    one.origin = first + origin;
    one.origin_date = end_of(one.origin) + std::chrono::days(28);
    one.horizon = horizon;
    one.target = one.origin + horizon;
    one.target_end = end_of(one.target);
    one.values = std::move(sample);
    one.outcome = outcome(metric, one.target);
    one.charged = origin + horizon == charged;
    backtest_.forecasts.push_back(std::move(one));
  }

  void add_forecasts(int origin, int horizon) {
    std::normal_distribution<double> draw;
    for (const std::string metric : {"revenue", "data_center"}) {
      const double last = std::log(*outcome(metric, first + origin));
      const double truth =
          std::log(outcome(metric, first + (origin + horizon)).value_or(std::exp(last + 0.1 * horizon)));
      const double sd = 0.05 * std::sqrt(horizon);
      add("wafercast", metric, origin, horizon, lognormal_values({truth + 0.9 * sd * draw(bits_), sd}, values));
      add("guided", metric, origin, horizon, lognormal_values({last + 0.1 * horizon, 1.6 * sd}, values));
    }
    if (horizon == 1) add("consensus", "revenue", origin, 1, {*outcome("revenue", first + origin) * 1.08});
    const double margin = 0.74 + 0.02 * std::sin(0.8 * (origin + horizon)) + 0.008 * draw(bits_);
    add("wafercast", "gross_margin", origin, horizon, normal_values({margin, 0.01}, values));
    add("guided_margin", "gross_margin", origin, horizon, normal_values({0.735, 0.025}, values));
  }

  void add_questions(int origin) {
    const FiscalQuarter next = first + (origin + 1);
    const auto revenue = outcome("revenue", next);
    const double before = *outcome("revenue", first + origin);
    backtest_.questions.push_back({"beats_outlook", "P(revenue[+1] > guided.revenue)", first + origin,
                                   end_of(first + origin) + std::chrono::days(28), 0.97 - 0.04 * origin,
                                   *revenue > 1.04 * before});
    backtest_.questions.push_back({"margin_above_74", "P(gross_margin[+4] >= 74%)", first + origin,
                                   end_of(first + origin) + std::chrono::days(28), 0.3 + 0.05 * origin,
                                   margin_question(first + (origin + 4))});
  }

  std::optional<bool> margin_question(FiscalQuarter quarter) const {
    const auto margin = outcome("gross_margin", quarter);
    return margin ? std::optional(*margin >= 0.74) : std::nullopt;
  }

  std::mt19937_64 bits_{7};
  Backtest backtest_;
};

inline Backtest sample_backtest() {
  return SampleBacktest().backtest();
}

}  // namespace wafercast::test
