#pragma once

#include <string>
#include <string_view>

namespace wafercast {

/// The text as it may be shown: characters that a terminal or a browser would obey (controls of C0 and C1, breaks of
/// lines and paragraphs, marks that turn the direction of writing) are written out, as \x1b or \u202e, and so are bytes
/// that are no UTF-8, as \xe9: what comes out is. Line breaks and tabs stay.
std::string printable(std::string_view text);

/// The same on one line: line breaks become blanks.
std::string printable_line(std::string_view text);

}  // namespace wafercast
