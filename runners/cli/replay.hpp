#pragma once

#include <wafercast/cli/options.hpp>
#include <wafercast/scenario/scenario.hpp>

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

/// Reads a manifest and sets the arguments that it recorded (scenario, as-of date, horizon, data folder, paths, seed).
/// Throws InputError when the file is no manifest.
Recorded read_manifest(const std::filesystem::path& manifest, RunArguments& arguments);

/// Throws InputError naming every input file that is not what it was.
void check_inputs(const Recorded& recorded, const std::vector<InputFile>& inputs,
                  const std::filesystem::path& manifest);

/// Says on the error stream that the run gave the same bits; throws when it did not.
void compare_bits(const Recorded& recorded, const std::string& summary_digest);

}  // namespace wafercast
