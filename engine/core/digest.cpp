#include <engine/core/digest.hpp>

#include <fmt/format.h>
#include <xxhash.h>

namespace wafercast {

std::string digest_of(std::string_view bytes) {
  return fmt::format("{:016x}", XXH3_64bits(bytes.data(), bytes.size()));
}

}  // namespace wafercast
