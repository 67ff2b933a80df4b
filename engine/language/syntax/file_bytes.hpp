#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace wafercast::language {

/// All bytes of a regular file; throws ValueError with the reason, also when it is larger than `most` or its name is
/// not UTF-8.
std::string read_bytes(const std::filesystem::path& file, std::size_t most);

/// A digest by which a change of the bytes is noticed (XXH3, 64 bits, as hexadecimal digits).
std::string digest_of(std::string_view bytes);

}  // namespace wafercast::language
