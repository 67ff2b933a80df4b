#include <runners/report/json/explained_json.hpp>

#include <runners/files/json_text.hpp>
#include <runners/report/json/bridge_json.hpp>
#include <runners/report/json/estimate_json.hpp>

#include <nlohmann/json.hpp>

namespace wafercast {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const std::vector<Stated>& stated) {
  Json list = Json::array();
  for (const Stated& one : stated) {
    list.push_back({{"file", one.where.file}, {"line", one.where.line}, {"section", one.section}, {"text", one.text}});
  }
  return list;
}

Json json_of(const std::vector<DriverExplanation::Quarter>& quarters) {
  Json json = Json::object();
  for (const DriverExplanation::Quarter& quarter : quarters) {
    json[to_string(quarter.quarter)] = {{"believed", json_of(quarter.believed)}, {"learnt", json_of(quarter.learnt)}};
  }
  return json;
}

Json json_of(const DriverExplanation& driver) {
  return {{"name", driver.name},
          {"unit", driver.unit},
          {"meaning", driver.meaning},
          {"group", driver.group},
          {"values", driver.shape},
          {"stated", json_of(driver.stated)},
          {"sources", driver.provenance},
          {"past", json_of(driver.past)},
          {"quarters", json_of(driver.quarters)},
          {"histogram", {{"p1", driver.low}, {"p99", driver.high}, {"counts", driver.histogram}}}};
}

Json json_of(const EventExplanation& event) {
  return {{"name", event.name},
          {"chance", event.chance},
          {"effects", event.effects},
          {"stated", json_of(event.stated)},
          {"sources", event.provenance}};
}

}  // namespace

std::string explained_json(const Explained& explained) {
  Json json = {{"scenario", explained.scenario},
               {"as_of", to_string(explained.as_of)},
               {"drivers", Json::array()},
               {"events", Json::array()},
               {"bridges", Json::array()}};
  for (const DriverExplanation& driver : explained.drivers) json["drivers"].push_back(json_of(driver));
  for (const EventExplanation& event : explained.events) json["events"].push_back(json_of(event));
  for (const Bridge& bridge : explained.bridges) json["bridges"].push_back(bridge_json(bridge));
  return json_text(json, 2);
}

}  // namespace wafercast
