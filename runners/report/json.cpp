#include <wafercast/report/json.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace wafercast {
namespace {

using Json = nlohmann::ordered_json;  // metrics stay in the model's order

/// An infinite error (a single path) becomes null.
Json of(const Estimate& estimate) {
  return {{"value", estimate.value}, {"error", estimate.error}};
}

Json of(const Distribution& distribution) {
  Json quantiles = Json::object();
  for (const auto& [p, estimate] : distribution.quantiles) quantiles[fmt::format("{}", p)] = of(estimate);
  return {{"mean", distribution.mean.value},   {"mean_error", distribution.mean.error}, {"sd", distribution.sd.value},
          {"sd_error", distribution.sd.error}, {"min", distribution.minimum},           {"max", distribution.maximum},
          {"quantiles", std::move(quantiles)}};
}

Json of(const MetricForecast& metric) {
  Json periods = Json::object();
  for (const bool years : {false, true}) {
    for (const auto& [period, distribution] : metric.periods) {
      if (period.is_year() == years && distribution.paths > 0) periods[to_string(period)] = of(distribution);
    }
  }
  return {{"unit", metric.unit}, {"periods", std::move(periods)}};
}

Json of(const Answer& answer) {
  Json json = {{"text", answer.text},
               {"metric", answer.metric},
               {"period", to_string(answer.period)},
               {"unit", answer.unit},
               {"paths", answer.paths}};
  if (answer.probability) json["probability"] = of(*answer.probability);
  if (answer.distribution) json.update(of(*answer.distribution));
  return json;
}

}  // namespace

std::string forecast_json(const Forecast& forecast, const RunDescription& run) {
  Json json;
  json["scenario"] = {{"name", run.scenario},
                      {"file", run.file},
                      {"model", run.model},
                      {"as_of", to_string(run.as_of)},
                      {"horizon",
                       {{"first", to_string(run.first_quarter())},
                        {"last", to_string(run.last_quarter())},
                        {"quarters", run.quarters}}},
                      {"last_reported", to_string(run.last_reported)}};
  json["run"] = {{"seed", run.seed},       {"paths", forecast.paths}, {"failed_paths", forecast.failed_paths},
                 {"version", run.version}, {"build", run.build},      {"compiler", run.compiler}};
  json["metrics"] = Json::object();
  for (const MetricForecast& metric : forecast.metrics) json["metrics"][metric.name] = of(metric);
  json["questions"] = Json::object();
  for (const Answer& answer : forecast.answers) json["questions"][answer.name] = of(answer);
  return json.dump(2) + "\n";
}

}  // namespace wafercast
