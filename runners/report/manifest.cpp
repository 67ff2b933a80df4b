#include <wafercast/report/manifest.hpp>

#include <nlohmann/json.hpp>

namespace wafercast {

std::string manifest_json(const Forecast& forecast, const RunDescription& run) {
  nlohmann::ordered_json json;
  json["manifest"] = 1;
  json["arguments"] = run.arguments;
  json["scenario"] = {{"name", run.scenario},          {"file", run.file},         {"model", run.model},
                      {"as_of", to_string(run.as_of)}, {"quarters", run.quarters}, {"hash", run.scenario_hash}};
  if (!run.data_folder.empty()) json["scenario"]["data_folder"] = run.data_folder;
  json["run"] = {{"seed", run.seed},
                 {"paths", forecast.paths},
                 {"failed_paths", forecast.failed_paths},
                 {"first_failed_paths", forecast.first_failed_paths},
                 {"threads", run.threads},
                 {"elapsed_seconds", run.elapsed_seconds},
                 {"summary_digest", run.summary_digest}};
  json["program"] = {{"version", run.version}, {"build", run.build}, {"compiler", run.compiler}};
  json["machine"] = run.machine;
  json["inputs"] = nlohmann::ordered_json::array();
  for (const InputFile& input : run.inputs) json["inputs"].push_back({{"path", input.path}, {"digest", input.digest}});
  return json.dump(2) + "\n";
}

}  // namespace wafercast
