#include <runners/files/json_text.hpp>
#include <runners/report/backtest/figures.hpp>
#include <runners/report/backtest/hub.hpp>
#include <runners/report/backtest/hub_config.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <set>

namespace wafercast {
namespace {

using Json = nlohmann::ordered_json;

std::string schema(const char* name) {
  return fmt::format("https://raw.githubusercontent.com/hubverse-org/schemas/main/v6.0.0/{}-schema.json", name);
}

Json admin() {
  return {{"schema_version", schema("admin")},
          {"name", "wafercast: quarters of an accelerator vendor"},
          {"maintainer", "the wafercast project"},
          {"contact", {{"name", "the wafercast project"}, {"email", "wafercast@example.org"}}},
          {"repository", {{"host", "github"}, {"owner", "wafercast"}, {"name", "wafercast"}}},
          {"file_format", {"csv"}},
          {"timezone", "America/New_York"}};
}

template <class Value>
Json optional_values(const std::set<Value>& values) {
  return {{"required", nullptr}, {"optional", values}};
}

Json target_metadata(const Backtest& backtest) {
  Json all = Json::array();
  for (const std::string& metric : backtest_metrics(backtest)) {
    std::string unit;
    for (const ScoredForecast& forecast : backtest.forecasts) {
      if (forecast.metric == metric) unit = forecast.unit;
    }
    all.push_back({{"target_id", metric},
                   {"target_name", backtest_title(backtest, metric)},
                   {"target_units", unit},
                   {"target_keys", {{"target", metric}}},
                   {"target_type", "continuous"},
                   {"is_step_ahead", false}});
  }
  return all;
}

Json tasks(const Backtest& backtest) {
  std::set<std::string> origins, targets, ends;
  for (const ScoredForecast& forecast : backtest.forecasts) {
    origins.insert(to_string(forecast.origin_date));
    targets.insert(forecast.metric);
    ends.insert(to_string(forecast.target_end));
  }
  const Json value = {{"type", "double"}};
  const Json quantile = {{"output_type_id", {{"required", hub_levels}}}, {"is_required", false}, {"value", value}};
  const Json median = {{"output_type_id", {{"required", nullptr}}}, {"is_required", true}, {"value", value}};
  const Json task = {{"task_ids",
                      {{"origin_date", optional_values(origins)},
                       {"scenario_id", optional_values(std::set<std::string>{hub_name(backtest.scenario)})},
                       {"target", optional_values(targets)},
                       {"target_end_date", optional_values(ends)}}},
                     {"output_type", {{"median", median}, {"quantile", quantile}}},
                     {"target_metadata", target_metadata(backtest)}};
  return {{"schema_version", schema("tasks")},
          {"rounds",
           {{{"round_id_from_variable", true},
             {"round_id", "origin_date"},
             {"model_tasks", {task}},
             {"submissions_due", {{"relative_to", "origin_date"}, {"start", 0}, {"end", 1}}}}}}};
}

Json target_data() {
  return {{"schema_version", schema("target-data")},
          {"observable_unit", {"target", "target_end_date"}},
          {"date_col", "target_end_date"},
          {"versioned", false},
          {"oracle-output", {{"has_output_type_ids", true}}}};
}

Json text_property(const char* meaning) {
  return {{"description", meaning}, {"type", "string"}};
}

Json metadata_schema() {
  return {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
          {"title", "Metadata of a model"},
          {"type", "object"},
          {"properties",
           {{"team_name", text_property("who makes the forecasts")},
            {"team_abbr", text_property("the same in short")},
            {"model_name", text_property("what the model is called")},
            {"model_abbr", text_property("the same in short")},
            {"model_details", text_property("what it does")}}},
          {"required", {"team_abbr", "model_abbr", "model_name"}}};
}

std::string details_of(const std::string& method) {
  if (method == "wafercast") return "Monte Carlo of the base scenario, conditioned on what had been reported";
  if (method == "guided") return "the company's outlook times its mean beat, then damped growth";
  if (method == "drift") return "log random walk with the growth of the last eight quarters";
  if (method == "consensus") return "mean of sell-side estimates on the day of the results, before the outlook";
  if (method == "consensus_at_report") return "mean of sell-side estimates just before the target's own report";
  return "the guided margin with its past errors";
}

std::string metadata(const std::string& method) {
  const std::string model = hub_model(method);
  return fmt::format(
      "team_name: wafercast\nteam_abbr: wafercast\nmodel_name: {}\nmodel_abbr: {}\nmodel_details: \"{}\"\n", model,
      model.substr(model.find('-') + 1), details_of(method));
}

}  // namespace

std::map<std::string, std::string> hub_config(const Backtest& backtest) {
  std::map<std::string, std::string> files = {
      {"hub-config/admin.json", json_text(admin(), 2)},
      {"hub-config/tasks.json", json_text(tasks(backtest), 2)},
      {"hub-config/target-data.json", json_text(target_data(), 2)},
      {"hub-config/model-metadata-schema.json", json_text(metadata_schema(), 2)}};
  for (const ScoredForecast& forecast : backtest.forecasts) {
    files.emplace(fmt::format("model-metadata/{}.yml", hub_model(forecast.method)), metadata(forecast.method));
  }
  return files;
}

}  // namespace wafercast
