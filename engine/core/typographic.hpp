#pragma once

#include <string>
#include <string_view>

namespace wafercast {

// Chats and word processors put their own characters in the place of those that a keyboard has.

/// The text with a plain blank for each no-break, thin or figure space, which look like one.
std::string with_plain_blanks(std::string_view text);

/// The bytes that the dash at the start of a text takes, - or a longer one or a minus sign; 0 where there is none.
std::size_t leading_dash(std::string_view text);

/// " (it holds an en dash, U+2013)" where the text holds a character that was meant as a plain one; empty else.
std::string typographic_note(std::string_view text);

}  // namespace wafercast
