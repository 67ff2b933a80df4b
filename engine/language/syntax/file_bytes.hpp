#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace wafercast::language {

/// All bytes of a regular file; throws ValueError with the reason, also when it is larger than `most` or its name is
/// not UTF-8.
std::string read_bytes(const std::filesystem::path& file, std::size_t most);

}  // namespace wafercast::language
