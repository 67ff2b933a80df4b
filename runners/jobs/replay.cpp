#include <runners/jobs/replay.hpp>

#include <engine/core/diagnostics.hpp>
#include <runners/jobs/program.hpp>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace wafercast {

namespace {

[[noreturn]] void refuse(const std::filesystem::path& manifest, const std::string& why) {
  throw InputError(Diagnostic{{manifest.string(), 0, 0},
                              fmt::format("this is no manifest of a run ({})", why),
                              "name the manifest.json of a result folder"});
}

/// A whole number within bounds. Throws json::exception where there is none, and std::out_of_range beyond the bounds.
std::int64_t whole(const nlohmann::json& object, const char* key, std::int64_t least, std::int64_t most) {
  const nlohmann::json& value = object.at(key);
  if (!value.is_number_integer()) throw std::out_of_range(fmt::format("'{}' is no whole number", key));
  const auto number = value.get<std::int64_t>();
  if (number >= least && number <= most) return number;
  throw std::out_of_range(fmt::format("'{}' is {}, not within {} and {}", key, number, least, most));
}

}  // namespace

Recorded read_manifest(const std::filesystem::path& manifest, RunRequest& request) {
  constexpr int newest_version = 2;
  constexpr std::int64_t most_paths = 1'000'000'000'000;
  try {
    std::ifstream file(manifest);
    const nlohmann::json json = nlohmann::json::parse(file);
    whole(json, "manifest", 1, newest_version);
    const auto& scenario = json.at("scenario");
    request.scenario.file = scenario.at("file").get<std::string>();
    request.scenario.read.as_of = parse_date(scenario.at("as_of").get<std::string>());
    if (!request.scenario.read.as_of) throw std::out_of_range("'as_of' is no date");
    request.scenario.read.quarters = static_cast<int>(whole(scenario, "quarters", 1, 40));
    request.scenario.seed = json.at("run").at("seed").get<std::uint64_t>();
    request.paths = whole(json.at("run"), "paths", 1, most_paths);
    if (json.at("run").contains("draws"))
      request.scenario.sampling.kind = read_sampling(json.at("run").at("draws").get<std::string>());
    if (scenario.contains("data_folder"))
      request.scenario.read.data_folder = scenario.at("data_folder").get<std::string>();
    for (const auto& setting : scenario.value("set", nlohmann::json::array())) {
      request.scenario.read.settings.push_back(
          {setting.at("name").get<std::string>(), setting.at("value").get<std::string>()});
    }
    Recorded recorded;
    for (const auto& input : json.at("inputs")) {
      recorded.inputs.push_back({input.at("path").get<std::string>(), input.at("digest").get<std::string>()});
    }
    recorded.summary_digest = json.at("run").at("summary_digest").get<std::string>();
    const auto& program = json.at("program");
    recorded.program = fmt::format("{} {} {}", program.at("version").get<std::string>(),
                                   program.at("build").get<std::string>(), program.at("compiler").get<std::string>());
    return recorded;
  } catch (const nlohmann::json::exception& error) {
    refuse(manifest, error.what());
  } catch (const std::out_of_range& error) {
    refuse(manifest, error.what());
  }
}

void check_inputs(const Recorded& recorded, const std::vector<InputFile>& inputs,
                  const std::filesystem::path& manifest) {
  Diagnostics diagnostics;
  for (const InputFile& then : recorded.inputs) {
    const auto now = std::ranges::find(inputs, then.path, &InputFile::path);
    if (now == inputs.end()) {
      diagnostics.error({manifest.string(), 0, 0}, fmt::format("the scenario no longer reads '{}'", then.path));
    } else if (now->digest != then.digest) {
      diagnostics.error({then.path, 0, 0}, "this file is not what it was when the manifest was written",
                        "check out the revision that the manifest names");
    }
  }
  diagnostics.throw_if_any();
}

void require_same_bits(const Recorded& recorded, const std::string& summary_digest) {
  if (summary_digest == recorded.summary_digest) return;
  throw std::runtime_error(
      fmt::format("the replay gave other bits: {} instead of {} (recorded with {}, this is {} {} {})", summary_digest,
                  recorded.summary_digest, recorded.program, this_program().version, this_program().build,
                  this_program().compiler));
}

}  // namespace wafercast
