#include <runners/report/json/what_if_json.hpp>

#include <runners/files/json_text.hpp>
#include <runners/report/json/difference_json.hpp>

namespace wafercast {

using Json = nlohmann::ordered_json;

Json tornado_data(const TornadoResult& result) {
  Json bars = Json::array();
  for (const TornadoResult::Bar& bar : result.bars) {
    bars.push_back({{result.by_group ? "group" : "driver", bar.name},
                    {"unit", bar.unit},
                    {"meaning", bar.meaning},
                    {"p10", bar.ends ? Json(bar.ends->low) : Json()},
                    {"p90", bar.ends ? Json(bar.ends->high) : Json()},
                    {"at_p10", difference_json(bar.at_low)},
                    {"at_p90", difference_json(bar.at_high)}});
  }
  return {{"tornado", 1},
          {"scenario", result.about.scenario},
          {"as_of", to_string(result.about.as_of)},
          {"paths", result.about.paths},
          {"failed_paths", result.about.failed_paths},
          {"seed", result.about.seed},
          {"metric", result.series.metric},
          {"period", to_string(result.series.period)},
          {"unit", result.series.unit},
          {"p50", result.level.p50},
          {"bars", std::move(bars)}};
}

std::string tornado_json(const TornadoResult& result) {
  return json_text(tornado_data(result), 2);
}

std::string goal_json(const GoalResult& result) {
  Json trials = Json::array();
  for (const GoalResult::Trial& trial : result.trials) {
    trials.push_back({{"value", trial.value}, {"figure", trial.figure}});
  }
  Json json = {{"goal", 1},
               {"scenario", result.about.scenario},
               {"as_of", to_string(result.about.as_of)},
               {"paths", result.about.paths},
               {"seed", result.about.seed},
               {"figure", result.figure},
               {"unit", result.unit},
               {"target", result.target},
               {"now", result.now},
               {"vary", result.vary},
               {"vary_unit", result.vary_unit},
               {"value", nullptr},
               {"trials", std::move(trials)}};
  if (result.value) json["value"] = {{"value", result.value->value}, {"error", result.value->error}};
  return json_text(json, 2);
}

}  // namespace wafercast
