#include <runners/report/backtest/page.hpp>

#include <engine/scoring/scores.hpp>
#include <runners/files/json_text.hpp>
#include <runners/report/backtest/figures.hpp>
#include <runners/report/html/report_page.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace wafercast {
namespace {

using Json = nlohmann::ordered_json;

/// The forecasts of one method for one metric, those of an origin together, by horizon.
std::vector<const ScoredForecast*> forecasts_of(const Backtest& backtest, const std::string& metric,
                                                const std::string& method) {
  std::vector<const ScoredForecast*> some;
  for (const ScoredForecast& one : backtest.forecasts) {
    if (one.metric == metric && one.method == method) some.push_back(&one);
  }
  std::ranges::stable_sort(some, {}, [](const ScoredForecast* one) { return std::pair(one->origin, one->horizon); });
  return some;
}

/// Reported figures by quarter: the record, and the outcomes of the forecasts where there is none.
Json reported_figures(const Backtest& backtest, const std::string& metric) {
  const auto record = backtest.record.reported.find(metric);
  History::Series figures = record == backtest.record.reported.end() ? History::Series() : record->second;
  for (const ScoredForecast& forecast : backtest.forecasts) {
    if (forecast.metric == metric && forecast.outcome) figures.emplace(forecast.target, *forecast.outcome);
  }
  Json list = Json::array();
  for (const auto& [quarter, value] : figures) list.push_back({{"period", to_string(quarter)}, {"value", value}});
  return list;
}

/// A fan an origin.
Json fans_of(const Backtest& backtest, const std::string& metric) {
  Json fans = Json::array();
  const auto baseline = forecasts_of(backtest, metric, baseline_of(backtest, metric));
  for (const ScoredForecast* forecast : forecasts_of(backtest, metric, backtest.method)) {
    const std::string origin = to_string(forecast->origin);
    if (fans.empty() || fans.back()["origin"] != origin) {
      fans.push_back({{"origin", origin},
                      {"date", to_string(forecast->origin_date)},
                      {"quarters", Json::array()},
                      {"baseline", Json::array()}});
      for (const ScoredForecast* other : baseline) {
        if (other->origin != forecast->origin) continue;
        fans.back()["baseline"].push_back(
            {{"period", to_string(other->target)}, {"p50", quantile_of(other->values, 0.5)}});
      }
    }
    Json quarter = {{"period", to_string(forecast->target)},
                    {"outcome", json_or_null(forecast->outcome)},
                    {"charged", is_share(*forecast) && forecast->charged}};
    for (const double p : {0.05, 0.25, 0.5, 0.75, 0.95}) {
      quarter[fmt::format("p{:.0f}", 100.0 * p)] = quantile_of(forecast->values, p);
    }
    fans.back()["quarters"].push_back(std::move(quarter));
  }
  return fans;
}

/// Of the horizons whose scores are pooled.
Json pits_of(const Backtest& backtest, const std::string& metric, const std::string& method) {
  Json pits = Json::array();
  for (const ScoredForecast* forecast : forecasts_of(backtest, metric, method)) {
    const auto score = forecast->horizon <= pooled_horizons ? score_of(*forecast) : std::nullopt;
    if (score && score->pit) pits.push_back(*score->pit);
  }
  return pits;
}

Json score_rows(const Backtest& backtest, const std::vector<ScoreRow>& rows) {
  Json list = Json::array();
  for (const ScoreRow& row : rows) {
    const ScoreFormat format = ScoreFormat::of(backtest, row.metric);
    list.push_back({{"horizon", horizon_text(row.horizon)},
                    {"method", row.method},
                    {"own", row.method == backtest.method},
                    {"n", row.count},
                    {"crps", format.figure(row.crps)},
                    {"bias", bias_text(row.bias, format.decimals)},
                    {"error", format.figure(row.absolute_error)},
                    {"in_50", share_text(row.coverage_50)},
                    {"in_90", share_text(row.coverage_90)},
                    {"width", format.figure(row.width_90)},
                    {"skill", skill_text(row)}});
  }
  return list;
}

Json metric_data(const Backtest& backtest, const std::string& metric, const std::vector<ScoreRow>& rows) {
  const auto all = forecasts_of(backtest, metric, backtest.method);
  return {{"name", metric},
          {"title", backtest_title(backtest, metric)},
          {"unit", all.empty() ? "" : all.front()->unit},
          {"score_unit", ScoreFormat::of(backtest, metric).unit},
          {"baseline_method", baseline_of(backtest, metric)},
          {"reported", reported_figures(backtest, metric)},
          {"fans", fans_of(backtest, metric)},
          {"pits", pits_of(backtest, metric, backtest.method)},
          {"baseline_pits", pits_of(backtest, metric, baseline_of(backtest, metric))},
          {"horizons", score_rows(backtest, horizon_rows(backtest, rows, metric))},
          {"scores", score_rows(backtest, near_rows(rows_of(rows, metric, Targets::all)))},
          {"scores_uncharged", score_rows(backtest, near_rows(rows_of(rows, metric, Targets::uncharged)))}};
}

/// Whole years as of the days on which a consensus was published.
Json years_data(const Backtest& backtest) {
  Json list = Json::array();
  for (const ScoredYear& year : backtest.years) {
    const FigureFormat format = FigureFormat::for_unit(year.unit, year.values.back());
    const auto score = score_of(year);
    const auto figure = [&](double p) { return format.figure(quantile_of(year.values, p)); };
    list.push_back({{"year", fiscal_year_name(year.fiscal_year)},
                    {"as_of", to_string(year.day)},
                    {"p5", figure(0.05)},
                    {"p50", figure(0.5)},
                    {"p95", figure(0.95)},
                    {"consensus", format.figure(*year.consensus)},
                    {"came", year.outcome ? format.figure(*year.outcome) : "–"},
                    {"crps", score ? fmt::format("{:.4f}", score->crps) : "–"},
                    {"missed", consensus_missed_by(year)}});
  }
  return list;
}

Json questions_data(const Backtest& backtest) {
  Json list = Json::array();
  for (const QuestionScore& score : question_scores(backtest)) {
    Json answers = Json::array();
    for (const ScoredQuestion& question : backtest.questions) {
      if (question.name != score.name) continue;
      answers.push_back({{"origin", to_string(question.origin)},
                         {"probability", question.probability},
                         {"happened", json_or_null(question.happened)}});
    }
    list.push_back({{"name", score.name},
                    {"text", score.text},
                    {"brier", score.brier},
                    {"climatology", score.climatology},
                    {"happened", score.happened},
                    {"count", score.count},
                    {"answers", std::move(answers)}});
  }
  return list;
}

/// What the method under test is worth over the pooled horizons, a sentence a metric; and over full years.
std::vector<std::string> sentences(const Backtest& backtest, const std::vector<ScoreRow>& rows) {
  std::vector<std::string> said;
  for (const ScoreRow& row : rows) {
    const bool in_short = std::ranges::find(backtest.in_short, row.metric) != backtest.in_short.end();
    if (row.method != backtest.method || row.horizon || in_short || row.targets != Targets::all) continue;
    const ScoreFormat format = ScoreFormat::of(backtest, row.metric);
    const std::string against =
        row.skill ? fmt::format(", skill {} against {}", skill_text(row), baseline_of(backtest, row.metric)) : "";
    said.push_back(fmt::format("{}: CRPS {} {}{}; the 90% interval held {} of {}.",
                               backtest_title(backtest, row.metric), format.figure(row.crps), format.unit, against,
                               share_text(row.coverage_90), row.count));
  }
  if (std::string years = years_ahead_text(backtest); !years.empty()) said.push_back(std::move(years));
  return said;
}

}  // namespace

std::string backtest_page(const Backtest& backtest) {
  const std::vector<ScoreRow> rows = scoreboard(backtest);
  Json data = {{"kind", "backtest"},
               {"method", backtest.method},
               {"metrics", Json::array()},
               {"years", years_data(backtest)},
               {"questions", questions_data(backtest)},
               {"coin", brier_of_a_coin}};
  for (const std::string& metric : metrics_in_full(backtest)) {
    data["metrics"].push_back(metric_data(backtest, metric, rows));
  }
  return report_page(
      {.title = "Backtest of " + backtest.scenario,
       .facts = fmt::format("{}, data: {}, version {}, build {}", backtest_facts(backtest), backtest.data_folder,
                            backtest.version, backtest.build),
       .headline = sentences(backtest, rows),
       .notes = {"CRPS: how far a whole distribution was from what happened; of a single figure it is the absolute "
                 "error, and smaller is better. Skill: how much smaller it was than the baseline's on the same "
                 "targets. Money is scored in logarithms, where 0.01 is about 1%, and margins in percentage points."}},
      json_text(data));
}

}  // namespace wafercast
