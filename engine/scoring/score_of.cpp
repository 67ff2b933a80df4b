#include <engine/scoring/mean.hpp>
#include <engine/scoring/scoreboard.hpp>
#include <engine/scoring/scores.hpp>

#include <Eigen/Core>

#include <cmath>

namespace wafercast {

bool is_share(const ScoredForecast& forecast) {
  return forecast.unit == "fraction";
}

std::vector<double> on_score_scale(const ScoredForecast& forecast, std::vector<double> values) {
  constexpr double least = 1e-9;  // a path on which what grows is not above zero is as wrong as can be
  // Into memory that Eigen aligns: what it takes one by one at a crooked start has other bits than what it takes in
  // packets.
  Eigen::ArrayXd all = Eigen::Map<Eigen::ArrayXd>(values.data(), static_cast<Eigen::Index>(values.size()));
  if (forecast.may_be_negative) {
    all /= 1e9;
  } else if (is_share(forecast)) {
    all *= 100.0;
  } else {
    all = all.max(least).log();
  }
  values.assign(all.begin(), all.end());
  return values;
}

std::optional<ForecastScore> score_of(const ScoredForecast& forecast) {
  if (!forecast.outcome) return std::nullopt;
  const std::vector<double> values = on_score_scale(forecast, forecast.values);
  const double outcome = on_score_scale(forecast, {*forecast.outcome}).front();
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
