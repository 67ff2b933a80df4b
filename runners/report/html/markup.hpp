#pragma once

#include <string>
#include <string_view>

namespace wafercast {

/// Text as markup: what would be read as an element or an attribute's end stands as itself.
std::string markup_text(std::string_view text);

}  // namespace wafercast
