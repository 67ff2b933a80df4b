#include <engine/scoring/scores.hpp>
#include <runners/report/backtest/csv.hpp>
#include <runners/report/csv/csv_field.hpp>

#include <fmt/format.h>

#include <optional>

namespace wafercast {
namespace {

std::string field(std::optional<double> value) {
  return value ? fmt::format("{}", *value) : "";
}

std::string field(std::optional<bool> flag) {
  return flag ? (*flag ? "1" : "0") : "";
}

/// p5, p25, median, p75, p95; of a point forecast the median alone.
std::string quantile_fields(const ScoredForecast& forecast) {
  const bool is_point = forecast.values.size() == 1;
  std::string fields;
  for (const double p : {0.05, 0.25, 0.5, 0.75, 0.95}) {
    const bool shown = p == 0.5 || !is_point;
    fields += "," + field(shown ? std::optional(quantile_of(forecast.values, p)) : std::nullopt);
  }
  return fields;
}

std::string row(const ScoredForecast& forecast) {
  const std::optional<ForecastScore> known = score_of(forecast);
  const ForecastScore score = known.value_or(ForecastScore{});
  std::string text = fmt::format(
      "{},{},{},{},{},{},{},{},{},{}", csv_field(forecast.method), csv_field(forecast.metric), csv_field(forecast.unit),
      to_string(forecast.origin), to_string(forecast.origin_date), forecast.horizon, to_string(forecast.target),
      to_string(forecast.target_end), field(std::optional(forecast.charged)), field(forecast.outcome));
  text += quantile_fields(forecast);
  text += "," + field(known ? std::optional(score.crps) : std::nullopt);
  text += "," + field(known ? std::optional(score.absolute_error) : std::nullopt);
  return text +
         fmt::format(",{},{},{},{}\n", field(score.pit), field(score.width_90), field(score.in_50), field(score.in_90));
}

}  // namespace

std::string backtest_csv(const Backtest& backtest) {
  std::string text =
      "method,metric,unit,origin,origin_date,horizon,target,target_end,charged,outcome,p5,p25,median,p75,p95,crps,"
      "absolute_error,pit,width_90,in_50,in_90\n";
  for (const ScoredForecast& forecast : backtest.forecasts) text += row(forecast);
  return text;
}

}  // namespace wafercast
