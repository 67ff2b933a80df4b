#include <runners/report/json/forecast_json.hpp>

#include <runners/files/json_text.hpp>
#include <runners/report/json/bridge_json.hpp>
#include <runners/report/json/estimate_json.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace wafercast {
namespace {

using Json = nlohmann::ordered_json;  // metrics stay in the model's order

Json json_of(const Distribution& distribution) {
  Json quantiles = Json::object();
  for (const auto& [p, estimate] : distribution.quantiles) quantiles[fmt::format("{}", p)] = json_of(estimate);
  return {{"mean", distribution.mean.value},   {"mean_error", distribution.mean.error}, {"sd", distribution.sd.value},
          {"sd_error", distribution.sd.error}, {"min", distribution.minimum},           {"max", distribution.maximum},
          {"quantiles", std::move(quantiles)}};
}

Json json_of(const MetricForecast& metric) {
  Json periods = Json::object();
  for (const bool years : {false, true}) {
    for (const auto& [period, distribution] : metric.periods) {
      if (period.is_year() == years && distribution.paths > 0) periods[to_string(period)] = json_of(distribution);
    }
  }
  return {{"unit", metric.unit}, {"periods", std::move(periods)}};
}

Json json_of(const Answer& answer) {
  Json json = {{"text", answer.text},
               {"metric", answer.metric},
               {"period", to_string(answer.period)},
               {"unit", answer.unit},
               {"paths", answer.paths}};
  if (answer.probability) json["probability"] = json_of(*answer.probability);
  if (answer.distribution) json.update(json_of(*answer.distribution));
  return json;
}

Json json_of(const ChangeReport& report) {
  const ScenarioChange& change = report.change;
  Json json = {{"what", word_of(change.kind)}, {"on", change.target}, {"stated", change.stated}};
  if (!change.when.empty()) json["when"] = change.when;
  if (!change.before.empty()) json["before"] = change.before;
  if (!change.after.empty()) json["after"] = change.after;
  json["figures"] = Json::array();
  for (const ChangeReport::Figures& figures : report.figures) {
    Json figure = {{"driver", figures.driver}, {"unit", figures.unit}};
    if (figures.quarter) figure["period"] = to_string(*figures.quarter);
    figure["before"] = json_of(figures.before);
    figure[figures.learnt ? "asked" : "after"] = json_of(figures.after);
    if (figures.learnt) figure["learnt"] = json_of(*figures.learnt);
    json["figures"].push_back(std::move(figure));
  }
  return json;
}

Json changes_of(const RunDescription& run) {
  Json json = {{"list", Json::array()}, {"limited", Json::array()}, {"moved", Json::array()}, {"notes", run.notes}};
  for (const ChangeReport& report : run.changes) json["list"].push_back(json_of(report));
  for (const LimitReport& limit : run.limits) {
    json["limited"].push_back({{"driver", limit.driver}, {"period", to_string(limit.quarter)}, {"paths", limit.paths}});
  }
  for (const MovedMetric& moved : run.moved) {
    json["moved"].push_back({{"metric", moved.metric},
                             {"unit", moved.unit},
                             {"period", to_string(moved.period)},
                             {"before", moved.median.before},
                             {"after", moved.median.after},
                             {"error", moved.median.error}});
  }
  return json;
}

Json learnt_of(const RunDescription& run) {
  Json json = {{"members", run.learning ? run.learning->members : 0}, {"observations", Json::array()}};
  if (!run.learning) return json;
  for (const Fit& fit : run.learning->fits) {
    json["observations"].push_back({{"name", fit.observation},
                                    {"unit", fit.unit},
                                    {"reported", fit.reported},
                                    {"before", fit.before},
                                    {"after", fit.after},
                                    {"sigmas", fit.sigmas}});
  }
  return json;
}

Json json_of(const Requirement& requirement) {
  Json said = Json::array();
  for (const Requirement::Said& one : requirement.said)
    said.push_back({{"day", to_string(one.day)}, {"value", one.value}});
  return {{"metric", requirement.metric},
          {"unit", requirement.unit},
          {"period", to_string(requirement.period)},
          {"forecast", json_of(requirement.forecast)},
          {"believed", json_of(requirement.believed)},
          {"outside", requirement.is_outside},
          {"said", std::move(said)}};
}

Json beliefs_and_record_of(const RunDescription& run) {
  const BeliefsAndRecord& both = run.beliefs_and_record;
  Json json = {
      {"unnamed", nullptr}, {"contradicted", Json::array()}, {"pooled", Json::array()}, {"alone", Json::array()}};
  if (both.unnamed) {
    json["unnamed"] = {{"driver", both.unnamed->driver},
                       {"period", to_string(both.unnamed->period)},
                       {"factor", json_of(both.unnamed->factor)}};
  }
  for (const Lesson& lesson : both.contradicted) {
    Json one = {{"driver", lesson.driver}, {"unit", lesson.unit}};
    if (lesson.quarter) one["period"] = to_string(run.first_quarter() + *lesson.quarter);
    one.update({{"believed", json_of(lesson.prior)}, {"learnt", json_of(lesson.posterior)}, {"sigmas", lesson.sigmas}});
    json["contradicted"].push_back(std::move(one));
  }
  for (const Earned& earned : both.pooled) {
    json["pooled"].push_back({{"quarters_ahead", earned.quarters_ahead},
                              {"forecasts", earned.forecasts},
                              {"bias", earned.bias},
                              {"weight", earned.weight}});
  }
  for (const EachAlone& alone : both.alone) {
    json["alone"].push_back({{"metric", alone.metric},
                             {"unit", alone.unit},
                             {"period", to_string(alone.period)},
                             {"beliefs", json_of(alone.beliefs)},
                             {"record", json_of(alone.record)}});
  }
  json["takes"] = Json::array();
  for (const Requirement& one : both.takes) json["takes"].push_back(json_of(one));
  json["bridges"] = Json::array();
  for (const Bridge& bridge : both.bridges) json["bridges"].push_back(bridge_json(bridge));
  return json;
}

}  // namespace

std::string forecast_json(const Forecast& forecast, const RunDescription& run) {
  Json json;
  json["scenario"] = {{"name", run.scenario},
                      {"file", run.file()},
                      {"model", run.model},
                      {"as_of", to_string(run.as_of)},
                      {"horizon",
                       {{"first", to_string(run.first_quarter())},
                        {"last", to_string(run.last_quarter())},
                        {"quarters", run.quarters}}},
                      {"last_reported", to_string(run.last_reported)}};
  json["run"] = {{"seed", run.input.seed}, {"paths", forecast.paths}, {"failed_paths", forecast.failed_paths},
                 {"version", run.version}, {"build", run.build},      {"compiler", run.compiler}};
  if (!run.points().empty()) json["run"]["draws"] = run.points();
  json["changes"] = changes_of(run);
  json["learnt"] = learnt_of(run);
  json["beliefs_and_record"] = beliefs_and_record_of(run);
  json["metrics"] = Json::object();
  for (const MetricForecast& metric : forecast.metrics) json["metrics"][metric.name] = json_of(metric);
  json["questions"] = Json::object();
  for (const Answer& answer : forecast.answers) json["questions"][answer.name] = json_of(answer);
  return json_text(json, 2);
}

}  // namespace wafercast
