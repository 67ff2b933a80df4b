#include <engine/scoring/mean.hpp>
#include <engine/scoring/scoreboard.hpp>
#include <engine/scoring/scores.hpp>

#include <algorithm>
#include <cmath>

namespace wafercast {

bool is_share(const ScoredForecast& forecast) {
  return forecast.unit == "fraction";
}

double on_score_scale(const ScoredForecast& forecast, double value) {
  constexpr double least = 1e-9;  // a path on which what grows is not above zero is as wrong as can be
  if (forecast.may_be_negative) return value / 1e9;
  return is_share(forecast) ? 100.0 * value : std::log(std::max(value, least));
}

std::optional<ForecastScore> score_of(const ScoredForecast& forecast) {
  if (!forecast.outcome) return std::nullopt;
  const auto on_scale = [&](double value) { return on_score_scale(forecast, value); };
  std::vector<double> values(forecast.values.size());
  std::transform(forecast.values.begin(), forecast.values.end(), values.begin(), on_scale);
  const double outcome = on_scale(*forecast.outcome);
  ForecastScore score;
  score.crps = crps(values, outcome);
  score.error = quantile_of(values, 0.5) - outcome;
  score.absolute_error = std::abs(score.error);
  if (values.size() == 1) return score;
  const CentralInterval middle = central_interval(values, 0.9);
  score.pit = pit(values, outcome);
  score.width_90 = middle.width();
  score.in_50 = central_interval(values, 0.5).covers(outcome);
  score.in_90 = middle.covers(outcome);
  return score;
}

std::optional<ForecastScore> score_of(const ScoredYear& year) {
  ScoredForecast forecast;
  forecast.unit = year.unit;
  forecast.values = year.values;
  forecast.outcome = year.outcome;
  return score_of(forecast);
}

std::optional<YearsScore> score_of(const std::vector<ScoredYear>& years) {
  Mean crps, bias, in_50, in_90;
  int count = 0;
  for (const ScoredYear& year : years) {
    const auto score = score_of(year);
    if (!score) continue;
    ++count;
    crps.add(score->crps);
    bias.add(score->error);
    in_50.add(as_number(score->in_50));
    in_90.add(as_number(score->in_90));
  }
  if (count == 0) return std::nullopt;
  return YearsScore{count, *crps.value(), *bias.value(), in_50.value().value_or(0.0), in_90.value().value_or(0.0)};
}

}  // namespace wafercast
