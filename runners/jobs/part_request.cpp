#include <runners/jobs/part_request.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace wafercast {

std::string write_request(const RunRequest& request, const Scenario& scenario) {
  nlohmann::ordered_json json = {{"file", request.scenario.file.string()},
                                 {"as_of", to_string(scenario.as_of)},
                                 {"quarters", scenario.quarters},
                                 {"seed", request.scenario.seed}};
  if (request.scenario.read.data_folder) json["data_folder"] = request.scenario.read.data_folder->string();
  for (const Setting& setting : request.scenario.read.settings) {
    json["set"].push_back({{"name", setting.name}, {"value", setting.value}});
  }
  return json.dump();
}

RunRequest read_request(const std::string& text, const std::filesystem::path& part, const ScenarioRequest& how) {
  RunRequest request{.scenario = how};
  try {
    const auto json = nlohmann::json::parse(text);
    request.scenario.file = json.at("file").get<std::string>();
    request.scenario.read.as_of = parse_date(json.at("as_of").get<std::string>());
    request.scenario.read.quarters = json.at("quarters").get<int>();
    request.scenario.seed = json.at("seed").get<std::uint64_t>();
    if (json.contains("data_folder")) request.scenario.read.data_folder = json.at("data_folder").get<std::string>();
    for (const auto& setting : json.value("set", nlohmann::json::array())) {
      request.scenario.read.settings.push_back(
          {setting.at("name").get<std::string>(), setting.at("value").get<std::string>()});
    }
  } catch (const nlohmann::json::exception& error) {
    throw InputError(Diagnostic{{part.string(), 0, 0},
                                fmt::format("does not say of which run it is a part ({})", error.what()),
                                "make it again"});
  }
  return request;
}

}  // namespace wafercast
