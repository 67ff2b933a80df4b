#pragma once

#include <cstddef>
#include <string_view>

namespace wafercast {

struct Utf8Character {
  char32_t code;
  std::size_t bytes;  ///< 0 when the bytes are no character
};

/// The UTF-8 character at the start of a text that is not empty: shortest form, no surrogates, at most U+10FFFF
/// (RFC 3629).
Utf8Character first_character(std::string_view text);

/// Whether a byte goes on with a character of UTF-8 and begins none.
constexpr bool continues_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

/// Whether a text holds printable ASCII alone, as nearly all do: what costs much a character can then be left out.
bool is_plain_ascii(std::string_view text);

/// How many characters begin in a text of UTF-8.
std::size_t count_characters(std::string_view text);

/// The bytes before the first that is no UTF-8; all of them when there is none.
std::size_t utf8_prefix(std::string_view text);

}  // namespace wafercast
