#include <runners/report/backtest/figures.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace wafercast {
namespace {

bool scored_as_share(const Backtest& backtest, const std::string& metric) {
  return std::any_of(backtest.forecasts.begin(), backtest.forecasts.end(),
                     [&](const ScoredForecast& one) { return one.metric == metric && is_share(one); });
}

}  // namespace

std::string backtest_title(const Backtest& backtest, const std::string& metric) {
  const auto named = backtest.metric_titles.find(metric);
  return in_words(named == backtest.metric_titles.end() ? metric : named->second);
}

std::vector<std::string> backtest_metrics(const Backtest& backtest) {
  std::vector<std::string> metrics;
  for (const ScoredForecast& forecast : backtest.forecasts) {
    if (std::find(metrics.begin(), metrics.end(), forecast.metric) == metrics.end()) metrics.push_back(forecast.metric);
  }
  return metrics;
}

std::vector<std::string> metrics_in_full(const Backtest& backtest) {
  std::vector<std::string> metrics = backtest_metrics(backtest);
  std::erase_if(metrics, [&](const std::string& metric) {
    return std::ranges::find(backtest.in_short, metric) != backtest.in_short.end();
  });
  return metrics;
}

std::string baseline_of(const Backtest& backtest, const std::string& metric) {
  const auto found = backtest.baselines.find(metric);
  return found == backtest.baselines.end() ? "" : found->second;
}

std::string backtest_facts(const Backtest& backtest) {
  const std::string origins =
      fmt::format("origins {} to {}", to_string(backtest.first_origin), to_string(backtest.last_origin));
  if (backtest.paths == 0) return origins;  // no simulation
  return fmt::format("{}, {} paths each, seed {}", origins, with_thousands(backtest.paths), backtest.seed);
}

FigureFormat natural_format(const Backtest& backtest, const std::string& metric) {
  double largest = 0.0;
  std::string unit;
  for (const ScoredForecast& forecast : backtest.forecasts) {
    if (forecast.metric != metric) continue;
    unit = forecast.unit;
    largest = std::max(largest, std::abs(forecast.outcome.value_or(forecast.values[forecast.values.size() / 2])));
  }
  return FigureFormat::for_unit(unit, largest);
}

ScoreFormat ScoreFormat::of(const Backtest& backtest, const std::string& metric) {
  const auto first = std::ranges::find(backtest.forecasts, metric, &ScoredForecast::metric);
  if (first != backtest.forecasts.end() && first->may_be_negative) return ScoreFormat{"bn USD", 2};
  return scored_as_share(backtest, metric) ? ScoreFormat{"points", 2} : ScoreFormat{"log", 4};
}

std::string ScoreFormat::figure(std::optional<double> score) const {
  return score ? fmt::format("{:.{}f}", *score, decimals) : "–";
}

std::string share_text(std::optional<double> share) {
  return share ? fmt::format("{:.0f}%", 100.0 * *share) : "–";
}

std::string years_ahead_text(const Backtest& backtest) {
  const auto score = score_of(backtest.years_ahead);
  if (!score) return "";
  return fmt::format("Years that begin after the next quarter: CRPS {:.4f} log, bias {}, in 50% {}, in 90% {} of {}.",
                     score->crps, bias_text(score->bias, 4), share_text(score->coverage_50),
                     share_text(score->coverage_90), score->count);
}

std::string consensus_missed_by(const ScoredYear& year) {
  if (!year.consensus || !year.outcome) return "–";
  return fmt::format("{:.4f}", std::abs(std::log(*year.consensus / *year.outcome)));
}

std::string bias_text(double bias, int decimals) {
  const std::string figure = fmt::format("{:.{}f}", std::abs(bias), decimals);
  if (figure.find_first_not_of("0.") == std::string::npos) return figure;
  return (bias < 0.0 ? "−" : "+") + figure;
}

std::string skill_text(const ScoreRow& row) {
  if (!row.skill) return "–";
  const double percents = std::round(100.0 * *row.skill);
  const std::string text = fmt::format("{}{:.0f}%",
                                       percents > 0.0   ? "+"
                                       : percents < 0.0 ? "−"
                                                        : "",
                                       std::abs(percents));
  return row.compared == row.count ? text : fmt::format("{} of {}", text, row.compared);
}

std::string horizon_text(std::optional<int> horizon) {
  if (!horizon) return fmt::format("1 to {}", pooled_horizons);
  return fmt::format("{} quarter{}", *horizon, *horizon == 1 ? "" : "s");
}

std::vector<ScoreRow> rows_of(const std::vector<ScoreRow>& rows, const std::string& metric, Targets targets) {
  std::vector<ScoreRow> some;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(some),
               [&](const ScoreRow& row) { return row.metric == metric && row.targets == targets; });
  return some;
}

std::vector<ScoreRow> near_rows(std::vector<ScoreRow> rows) {
  std::erase_if(rows, [](const ScoreRow& row) { return row.horizon.value_or(pooled_horizons) > pooled_horizons; });
  return rows;
}

std::vector<ScoreRow> horizon_rows(const Backtest& backtest, const std::vector<ScoreRow>& rows,
                                   const std::string& metric) {
  std::vector<ScoreRow> some = rows_of(rows, metric, Targets::all);
  std::erase_if(some, [&](const ScoreRow& row) { return row.method != backtest.method || !row.horizon; });
  return some;
}

}  // namespace wafercast
