// A posterior, with its seal and behind one that holds: read or refused, and what was read writes the same bytes.

#include <tests/fuzz/fuzz.hpp>

#include <engine/learning/posterior_file.hpp>

namespace {

using namespace wafercast;

void attempt(std::string_view bytes) {
  try {
    const auto learnt = read_posterior("key", bytes);
    fuzz::require(learnt->posterior.members > 0 && !learnt->draws.empty());
    read_posterior("key", posterior_bytes("key", *learnt));
  } catch (const FormatError&) {  // refused
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  attempt(fuzz::text_of(data, size));
  attempt(sealed(posterior_kind, fuzz::text_of(data, size)));
  return 0;
}
