#include <runners/report/json/manifest.hpp>

#include <runners/files/json_text.hpp>
#include <runners/jobs/runs/program.hpp>
#include <runners/jobs/runs/run_input_io.hpp>

#include <nlohmann/json.hpp>

namespace wafercast {
namespace {

constexpr int manifest_version = 2;

std::string with_files(nlohmann::ordered_json json, std::vector<std::string> files) {
  files.emplace_back("manifest.json");
  json["files"] = std::move(files);
  return json_text(json, 2);
}

}  // namespace

std::string manifest_json(const Forecast& forecast, const RunDescription& run, std::vector<std::string> files) {
  nlohmann::ordered_json json;
  json["manifest"] = manifest_version;
  json["arguments"] = run.arguments;
  json["scenario"] = {{"name", run.scenario}, {"model", run.model}, {"hash", run.scenario_hash}};
  json["run"] = {{"failed_paths", forecast.failed_paths},
                 {"first_failed_paths", forecast.first_failed_paths},
                 {"threads", run.threads},
                 {"elapsed_seconds", run.elapsed_seconds},
                 {"summary_digest", run.summary_digest}};
  write_run_input(run.input, json);
  json["program"] = {{"version", run.version}, {"build", run.build}, {"compiler", run.compiler}};
  json["machine"] = run.machine;
  return with_files(std::move(json), std::move(files));
}

std::string sweep_manifest(const SweepResult& sweep, std::vector<std::string> files) {
  nlohmann::ordered_json json;
  json["manifest"] = manifest_version;
  json["sweep"] = {{"scenario", sweep.about.scenario},
                   {"file", sweep.file},
                   {"as_of", to_string(sweep.about.as_of)},
                   {"seed", sweep.about.seed},
                   {"paths", sweep.about.paths}};
  for (const SweepAxis& axis : sweep.axes)
    json["sweep"]["set"].push_back({{"name", axis.name}, {"values", axis.values}});
  const Program& program = this_program();
  json["program"] = {{"version", program.version}, {"build", program.build}, {"compiler", program.compiler}};
  json["inputs"] = nlohmann::ordered_json::array();
  for (const InputFile& input : sweep.inputs)
    json["inputs"].push_back({{"path", input.path}, {"digest", input.digest}});
  return with_files(std::move(json), std::move(files));
}

std::string backtest_manifest(const Backtest& backtest, std::vector<std::string> files) {
  nlohmann::ordered_json json;
  json["manifest"] = manifest_version;
  json["backtest"] = {{"scenario", backtest.scenario},
                      {"first_origin", to_string(backtest.first_origin)},
                      {"last_origin", to_string(backtest.last_origin)},
                      {"seed", backtest.seed},
                      {"paths", backtest.paths}};
  json["program"] = {{"version", backtest.version}, {"build", backtest.build}};
  return with_files(std::move(json), std::move(files));
}

}  // namespace wafercast
