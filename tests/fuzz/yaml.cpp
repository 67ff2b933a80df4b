// The tree of a file: read or refused; what was read is written as text that reads as the same tree.

#include <tests/fuzz/fuzz.hpp>

#include <engine/language/syntax/syntax.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wafercast;
  Diagnostics diagnostics;
  const auto tree = language::read_yaml(fuzz::text_of(data, size), "fuzz.yaml", diagnostics);
  fuzz::require(tree.has_value() || diagnostics.any());
  if (!tree || diagnostics.any()) return 0;
  Diagnostics again;
  const auto written = language::read_yaml(language::write_yaml(*tree), "written.yaml", again);
  fuzz::require(written.has_value() && !again.any() && language::same_content(*tree, *written));
  return 0;
}
