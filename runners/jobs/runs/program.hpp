#pragma once

#include <string>

namespace wafercast {

/// The program that makes results, as far as it decides about their bits.
struct Program {
  std::string version;   ///< "0.1.0"
  std::string build;     ///< revision and build type
  std::string compiler;  ///< with the flags that decide about bits
};

const Program& this_program();

/// What tells this binary from every other, of whatever build: the identifier that its linker gave it. Empty where it
/// has none; then nothing that it made can be told to be its own.
std::string program_id();

/// The processor and system that a run was made on, for the manifest: "AMD EPYC, 2 processors, Linux 6.1 x86_64".
std::string machine_name();

}  // namespace wafercast
