#include <engine/random/instruction_set.hpp>

namespace wafercast {

std::string_view instruction_set() {
#if defined(__AVX512F__) && defined(__AVX512VL__)
  return "x86-64-v4";
#elif defined(__AVX2__) && defined(__FMA__)
  return "x86-64-v3";
#else
  return "x86-64-v2";
#endif
}

}  // namespace wafercast
