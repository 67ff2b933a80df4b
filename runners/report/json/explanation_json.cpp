#include <runners/report/json/explanation_json.hpp>

#include <runners/files/json_text.hpp>
#include <runners/report/json/estimate_json.hpp>

#include <nlohmann/json.hpp>

namespace wafercast {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Explanation& about) {
  return {
      {"scenario", about.scenario}, {"paths", about.paths}, {"failed_paths", about.failed_paths}, {"seed", about.seed}};
}

Json json_of(const Spread& spread) {
  Json groups = Json::object();
  for (const GroupShare& group : spread.groups) groups[group.group] = json_of(group.share);
  return {{"metric", spread.series.metric},
          {"period", to_string(spread.series.period)},
          {"unit", spread.series.unit},
          {"mean", json_of(spread.mean)},
          {"sd", json_of(spread.sd)},
          {"shares", std::move(groups)},
          {"remainder", json_of(spread.remainder)}};
}

Json json_of(const Waterfall& waterfall) {
  Json steps = Json::array();
  for (const WaterfallStep& step : waterfall.steps) {
    steps.push_back({{"news", step.news},
                     {"about", step.details},
                     {"change", json_of(step.change)},
                     {"level", json_of(step.level)}});
  }
  return {{"metric", waterfall.metric},   {"period", to_string(waterfall.period)},
          {"unit", waterfall.unit},       {"from", json_of(waterfall.from)},
          {"steps", std::move(steps)},    {"change", json_of(waterfall.change)},
          {"to", json_of(waterfall.to())}};
}

}  // namespace

std::string spread_json(const SpreadResult& result) {
  Json json = json_of(result.about);
  json["as_of"] = to_string(result.about.as_of);
  json["series"] = Json::array();
  for (const Spread& spread : result.spreads.series) json["series"].push_back(json_of(spread));
  return json_text(json, 2);
}

Json why_data(const WhyResult& result) {
  Json json = json_of(result.about);
  json["from"] = to_string(result.about.as_of);
  json["to"] = to_string(result.to);
  json["notes"] = result.notes;
  json["metrics"] = Json::array();
  for (const Waterfall& waterfall : result.waterfalls) json["metrics"].push_back(json_of(waterfall));
  return json;
}

std::string why_json(const WhyResult& result) {
  return json_text(why_data(result), 2);
}

}  // namespace wafercast
