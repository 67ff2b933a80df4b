#pragma once

#include <array>
#include <string>
#include <string_view>

namespace wafercast {

// Chats and word processors put their own characters in the place of those that a keyboard has.

/// Blanks that texts copied from pages and chats hold: no-break, narrow no-break and figure space.
inline constexpr std::array<std::string_view, 3> no_break_blanks = {"\u00A0", "\u202F", "\u2007"};

/// What is not seen at all: zero-width space and word joiner.
inline constexpr std::array<std::string_view, 2> invisible_characters = {"\u200B", "\u2060"};

/// The text with a plain blank for each no-break, thin or figure space, which look like one.
std::string with_plain_blanks(std::string_view text);

/// The bytes that the dash at the start of a text takes, - or a longer one or a minus sign; 0 where there is none.
std::size_t leading_dash(std::string_view text);

/// " (it holds an en dash, U+2013)" where the text holds a character that was meant as a plain one; empty else.
std::string typographic_note(std::string_view text);

}  // namespace wafercast
