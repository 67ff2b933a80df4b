#pragma once

#include <string>
#include <string_view>

namespace wafercast {

/// By which things are told apart: XXH3, 64 bits, as hexadecimal digits.
std::string hash_of(std::string_view text);

}  // namespace wafercast
