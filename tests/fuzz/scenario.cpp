// A whole scenario without tables or parents: read, or refused with at least one problem.

#include <tests/fuzz/fuzz.hpp>

#include <engine/language/read.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wafercast;
  static const fuzz::MemoryFile file("scenario.yaml");
  ReadOptions options;
  options.model_names = {"accelerator_vendor"};
  const auto path = file.holding(fuzz::text_of(data, size));
  options.reach.root = path.parent_path();
  try {
    read_scenario(path, options);
  } catch (const InputError& error) {
    fuzz::require(!error.diagnostics().empty());
  }
  return 0;
}
