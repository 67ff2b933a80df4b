#include <runners/jobs/runs/replay.hpp>

#include <engine/core/diagnostics.hpp>
#include <runners/files/one_file.hpp>
#include <runners/jobs/runs/json_fields.hpp>
#include <runners/jobs/runs/program.hpp>
#include <runners/jobs/runs/run_input_io.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace wafercast {

namespace {

[[noreturn]] void refuse_manifest(const std::filesystem::path& manifest, const std::string& why) {
  throw InputError(Diagnostic{{manifest.string(), 0, 0},
                              fmt::format("this is no manifest of a run ({})", why),
                              "name the manifest.json of a result folder"});
}

/// Throws std::invalid_argument where the manifest says nothing that can be run.
Recorded recorded_in(const nlohmann::json& json) {
  constexpr int newest_version = 2;
  whole_in(json, "manifest", 1, newest_version);
  RunInput input = read_run_input(json);
  if (input.paths == 0) throw std::invalid_argument("it has no 'paths'");
  const nlohmann::json& program = object_in(json, "program");
  return {
      std::move(input), text_in(object_in(json, "run"), "summary_digest"),
      fmt::format("{} {} {}", text_in(program, "version"), text_in(program, "build"), text_in(program, "compiler"))};
}

}  // namespace

Recorded read_manifest(const std::filesystem::path& manifest) {
  try {
    return recorded_in(parsed_object(read_whole(manifest).value_or("")));
  } catch (const std::invalid_argument& error) {
    refuse_manifest(manifest, error.what());
  }
}

void check_inputs(const Recorded& recorded, const std::vector<InputFile>& inputs,
                  const std::filesystem::path& manifest) {
  Diagnostics diagnostics;
  for (const InputFile& then : recorded.input.inputs) {
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
