#pragma once

#include <runners/jobs/runs/run_input.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace wafercast {

/// What a manifest says about the run that it describes.
struct Recorded {
  RunInput input;
  std::string summary_digest;
  std::string program;  ///< version, build, compiler
};

/// Throws InputError when the file is no manifest of a run.
Recorded read_manifest(const std::filesystem::path& manifest);

/// Throws InputError naming every input file that is not what it was.
void check_inputs(const Recorded& recorded, const std::vector<InputFile>& inputs,
                  const std::filesystem::path& manifest);

/// Throws when a run did not give the bits that were recorded.
void require_same_bits(const Recorded& recorded, const std::string& summary_digest);

}  // namespace wafercast
