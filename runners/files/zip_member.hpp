#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace wafercast {

/// A file within a ZIP archive, packed (deflate) or not; nothing where the bytes are no archive, hold no such file, or
/// one of more than `most` bytes. What is written about sizes and places is not believed.
std::optional<std::string> zip_member(std::string_view archive, std::string_view name, std::size_t most);

}  // namespace wafercast
