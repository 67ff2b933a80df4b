#include <runners/jobs/runs/replay.hpp>

#include <engine/core/diagnostics.hpp>
#include <engine/core/run_limits.hpp>
#include <runners/files/one_file.hpp>
#include <runners/jobs/runs/json_fields.hpp>
#include <runners/jobs/runs/program.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace wafercast {

namespace {

[[noreturn]] void refuse_manifest(const std::filesystem::path& manifest, const std::string& why) {
  throw InputError(Diagnostic{{manifest.string(), 0, 0},
                              fmt::format("this is no manifest of a run ({})", why),
                              "name the manifest.json of a result folder"});
}

/// Throws std::invalid_argument where the manifest says nothing that can be run.
Recorded recorded_in(const nlohmann::json& json, RunRequest& request) {
  constexpr int newest_version = 2;
  whole_in(json, "manifest", 1, newest_version);
  const nlohmann::json& scenario = object_in(json, "scenario");
  request.scenario.file = text_in(scenario, "file");
  request.scenario.read.as_of = parse_date(text_in(scenario, "as_of"));
  if (!request.scenario.read.as_of) throw std::invalid_argument("'as_of' is no date");
  request.scenario.read.quarters = static_cast<int>(whole_in(scenario, "quarters", 1, longest_horizon));
  if (scenario.contains("data_folder")) request.scenario.read.data_folder = text_in(scenario, "data_folder");
  request.scenario.read.settings = settings_in(scenario);
  const nlohmann::json& run = object_in(json, "run");
  request.scenario.seed = seed_in(run, "seed");
  request.paths = whole_in(run, "paths", 1, most_paths);
  if (run.contains("draws")) request.scenario.sampling.kind = read_sampling(text_in(run, "draws"));
  Recorded recorded;
  for (const nlohmann::json& input : list_in(json, "inputs")) {
    recorded.inputs.push_back({text_in(input, "path"), text_in(input, "digest")});
  }
  recorded.summary_digest = text_in(run, "summary_digest");
  const nlohmann::json& program = object_in(json, "program");
  recorded.program =
      fmt::format("{} {} {}", text_in(program, "version"), text_in(program, "build"), text_in(program, "compiler"));
  return recorded;
}

}  // namespace

Recorded read_manifest(const std::filesystem::path& manifest, RunRequest& request) {
  try {
    return recorded_in(parsed_object(read_whole(manifest).value_or("")), request);
  } catch (const std::invalid_argument& error) {
    refuse_manifest(manifest, error.what());
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
