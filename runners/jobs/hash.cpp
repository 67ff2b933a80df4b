#include <runners/jobs/hash.hpp>

#include <fmt/format.h>
#include <xxhash.h>

namespace wafercast {

std::string hash_of(std::string_view text) {
  return fmt::format("{:016x}", XXH3_64bits(text.data(), text.size()));
}

}  // namespace wafercast
