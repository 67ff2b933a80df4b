#pragma once

#include <string>
#include <string_view>

namespace wafercast {

/// A digest by which a change of the bytes is noticed (XXH3, 64 bits, as hexadecimal digits).
std::string digest_of(std::string_view bytes);

}  // namespace wafercast
