// A manifest that is to be replayed: read or refused.

#include <tests/fuzz/fuzz.hpp>

#include <runners/jobs/runs/replay.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wafercast;
  static const fuzz::MemoryFile file("manifest.json");
  try {
    fuzz::require(read_manifest(file.holding(fuzz::text_of(data, size))).input.paths >= 1);
  } catch (const InputError& error) {
    fuzz::require(!error.diagnostics().empty());
  }
  return 0;
}
