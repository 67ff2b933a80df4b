#include <runners/jobs/runs/part_request.hpp>

#include <engine/core/run_limits.hpp>
#include <runners/files/json_text.hpp>
#include <runners/jobs/runs/json_fields.hpp>

#include <fmt/format.h>

#include <stdexcept>

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
  return json_text(json);
}

RunRequest read_request(const std::string& text, const std::filesystem::path& part, const ScenarioRequest& how) {
  RunRequest request{.scenario = how};
  try {
    const nlohmann::json json = parsed_object(text);
    request.scenario.file = text_in(json, "file");
    request.scenario.read.as_of = parse_date(text_in(json, "as_of"));
    if (!request.scenario.read.as_of) throw std::invalid_argument("'as_of' is no date");
    request.scenario.read.quarters = static_cast<int>(whole_in(json, "quarters", 1, longest_horizon));
    request.scenario.seed = seed_in(json, "seed");
    if (json.contains("data_folder")) request.scenario.read.data_folder = text_in(json, "data_folder");
    request.scenario.read.settings = settings_in(json);
  } catch (const std::invalid_argument& error) {
    throw InputError(Diagnostic{{part.string(), 0, 0},
                                fmt::format("does not say of which run it is a part ({})", error.what()),
                                "make it again"});
  }
  return request;
}

}  // namespace wafercast
