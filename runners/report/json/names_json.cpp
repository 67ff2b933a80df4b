#include <runners/report/json/names_json.hpp>

#include <runners/files/json_text.hpp>

#include <nlohmann/json.hpp>

namespace wafercast {

std::string names_json(const Names& names) {
  nlohmann::ordered_json json = {{"scenario", names.scenario}, {"things", nlohmann::ordered_json::array()}};
  for (const NamedThing& thing : names.things) {
    json["things"].push_back({{"kind", word_of(thing.kind)},
                              {"name", thing.name},
                              {"unit", thing.unit},
                              {"says", thing.says},
                              {"meaning", thing.meaning}});
  }
  json["periods"] = names.periods;
  return json_text(json, 2);
}

}  // namespace wafercast
