#pragma once

#include <engine/scenario/scenario.hpp>
#include <runners/jobs/runs/run.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace wafercast {

/// What a manifest says about the run that it describes.
struct Recorded {
  std::vector<InputFile> inputs;
  std::string summary_digest;
  std::string program;  ///< version, build, compiler
};

/// Reads a manifest and sets in a request what it recorded (scenario, as-of date, horizon, data folder, paths, seed).
/// Throws InputError when the file is no manifest.
Recorded read_manifest(const std::filesystem::path& manifest, RunRequest& request);

/// Throws InputError naming every input file that is not what it was.
void check_inputs(const Recorded& recorded, const std::vector<InputFile>& inputs,
                  const std::filesystem::path& manifest);

/// Throws when a run did not give the bits that were recorded.
void require_same_bits(const Recorded& recorded, const std::string& summary_digest);

}  // namespace wafercast
