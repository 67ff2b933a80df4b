#include <engine/forecast/forecast.hpp>
#include <engine/scoring/scores.hpp>
#include <runners/files/json_text.hpp>
#include <runners/report/backtest/json.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <optional>

namespace wafercast {
namespace {

using Json = nlohmann::ordered_json;  // as the backtest orders them

Json json_of(const ScoreRow& row) {
  return {{"metric", row.metric},
          {"method", row.method},
          {"targets", row.targets == Targets::all ? "all" : "uncharged"},
          {"horizon", json_or_null(row.horizon)},
          {"count", row.count},
          {"crps", row.crps},
          {"bias", row.bias},
          {"absolute_error", row.absolute_error},
          {"coverage_50", json_or_null(row.coverage_50)},
          {"coverage_90", json_or_null(row.coverage_90)},
          {"width_90", json_or_null(row.width_90)},
          {"skill", json_or_null(row.skill)},
          {"compared", row.compared}};
}

Json json_of(const std::optional<ForecastScore>& score) {
  if (!score) return {};
  return {{"crps", score->crps},
          {"error", score->error},
          {"absolute_error", score->absolute_error},
          {"pit", json_or_null(score->pit)},
          {"width_90", json_or_null(score->width_90)},
          {"in_50", json_or_null(score->in_50)},
          {"in_90", json_or_null(score->in_90)}};
}

Json quantiles_of(const ScoredForecast& forecast) {
  if (forecast.values.size() == 1) return {{"0.5", forecast.values.front()}};
  Json quantiles = Json::object();
  for (const double p : reported_probabilities) quantiles[fmt::format("{}", p)] = quantile_of(forecast.values, p);
  return quantiles;
}

Json json_of(const ScoredForecast& forecast) {
  return {{"method", forecast.method},
          {"metric", forecast.metric},
          {"unit", forecast.unit},
          {"origin", to_string(forecast.origin)},
          {"origin_date", to_string(forecast.origin_date)},
          {"horizon", forecast.horizon},
          {"target", to_string(forecast.target)},
          {"target_end", to_string(forecast.target_end)},
          {"charged", forecast.charged},
          {"quantiles", quantiles_of(forecast)},
          {"outcome", json_or_null(forecast.outcome)},
          {"scores", json_of(score_of(forecast))}};
}

Json json_of(const QuestionScore& score) {
  return {{"name", score.name},         {"text", score.text},   {"count", score.count},
          {"happened", score.happened}, {"brier", score.brier}, {"climatology", score.climatology},
          {"coin", brier_of_a_coin}};
}

Json json_of(const ScoredQuestion& question) {
  return {{"name", question.name},
          {"text", question.text},
          {"origin", to_string(question.origin)},
          {"origin_date", to_string(question.origin_date)},
          {"probability", question.probability},
          {"happened", json_or_null(question.happened)}};
}

Json json_of(const ScoredYear& year) {
  return {{"metric", year.metric},
          {"unit", year.unit},
          {"year", fiscal_year_name(year.fiscal_year)},
          {"as_of", to_string(year.day)},
          {"p5", quantile_of(year.values, 0.05)},
          {"p50", quantile_of(year.values, 0.5)},
          {"p95", quantile_of(year.values, 0.95)},
          {"consensus", json_or_null(year.consensus)},
          {"outcome", json_or_null(year.outcome)},
          {"scores", json_of(score_of(year))}};
}

Json json_of(const std::optional<YearsScore>& score) {
  if (!score) return {};
  return {{"count", score->count},
          {"crps", score->crps},
          {"bias", score->bias},
          {"coverage_50", score->coverage_50},
          {"coverage_90", score->coverage_90}};
}

Json json_of(const QuarterScore& score) {
  return {{"quarter", to_string(score.quarter)},
          {"count", score.count},
          {"crps", score.crps},
          {"baseline", json_or_null(score.baseline)},
          {"coverage_90", json_or_null(score.coverage_90)}};
}

template <class Value>
Json list_of(const std::vector<Value>& values) {
  Json list = Json::array();
  for (const Value& value : values) list.push_back(json_of(value));
  return list;
}

}  // namespace

std::string backtest_json(const Backtest& backtest) {
  Json json;
  json["backtest"] = {{"scenario", backtest.scenario},
                      {"data_folder", backtest.data_folder},
                      {"first_origin", to_string(backtest.first_origin)},
                      {"last_origin", to_string(backtest.last_origin)},
                      {"method", backtest.method},
                      {"relies_on", backtest.relies_on},
                      {"pooled_horizons", pooled_horizons},
                      {"baselines", backtest.baselines}};
  json["run"] = {
      {"seed", backtest.seed}, {"paths", backtest.paths}, {"version", backtest.version}, {"build", backtest.build}};
  json["scoreboard"] = list_of(scoreboard(backtest));
  json["question_scores"] = list_of(question_scores(backtest));
  json["forecasts"] = list_of(backtest.forecasts);
  json["questions"] = list_of(backtest.questions);
  json["years"] = list_of(backtest.years);
  json["years_ahead"] = list_of(backtest.years_ahead);
  json["years_ahead_score"] = json_of(score_of(backtest.years_ahead));
  json[backtest.sales + "_by_origin"] = list_of(scores_by_quarter(backtest, backtest.sales, By::origin));
  json[backtest.sales + "_by_target"] = list_of(scores_by_quarter(backtest, backtest.sales, By::target));
  return json_text(json, 2);
}

}  // namespace wafercast
