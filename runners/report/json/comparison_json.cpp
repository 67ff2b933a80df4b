#include <runners/report/json/comparison_json.hpp>

#include <runners/files/json_text.hpp>
#include <runners/report/json/difference_json.hpp>

namespace wafercast {

using Json = nlohmann::ordered_json;

namespace {

Json differs_of(const std::vector<ScenarioDifference>& differences) {
  Json differs = Json::array();
  for (const ScenarioDifference& one : differences) {
    differs.push_back({{"name", one.name}, {"before", one.before}, {"after", one.after}});
  }
  return differs;
}

}  // namespace

Json comparison_data(const CompareResult& result) {
  Json json = {{"comparison", 1},
               {"scenario", result.about.scenario},
               {"file", result.file},
               {"as_of", to_string(result.about.as_of)},
               {"paths", result.about.paths},
               {"failed_paths", result.about.failed_paths},
               {"seed", result.about.seed},
               {"others", Json::array()}};
  for (const CompareResult::Other& other : result.others) {
    json["others"].push_back({{"scenario", other.name},
                              {"file", other.file},
                              {"set", settings_json(other.settings)},
                              {"differs", differs_of(other.differs)},
                              {"idle", other.idle},
                              {"metrics", differences_json(result.series, other.differences)}});
  }
  return json;
}

std::string comparison_json(const CompareResult& result) {
  return json_text(comparison_data(result), 2);
}

std::string scenario_differences_json(const std::vector<ScenarioDifference>& differences) {
  return json_text(Json{{"differs", differs_of(differences)}}, 2);
}

}  // namespace wafercast
