#include <engine/core/typographic.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace wafercast {
namespace {

enum class Meant { blank, dash, other };

struct Character {
  std::string_view bytes;
  unsigned code;
  std::string_view name;
  Meant meant;
};

constexpr std::array characters = {
    Character{"\u00A0", 0x00A0, "a no-break space", Meant::blank},
    Character{"\u2007", 0x2007, "a figure space", Meant::blank},
    Character{"\u2009", 0x2009, "a thin space", Meant::blank},
    Character{"\u200A", 0x200A, "a hair space", Meant::blank},
    Character{"\u202F", 0x202F, "a narrow no-break space", Meant::blank},
    Character{"\u3000", 0x3000, "an ideographic space", Meant::blank},
    Character{"\u2010", 0x2010, "a hyphen that is not the keyboard's", Meant::dash},
    Character{"\u2011", 0x2011, "a no-break hyphen", Meant::dash},
    Character{"\u2012", 0x2012, "a figure dash", Meant::dash},
    Character{"\u2013", 0x2013, "an en dash", Meant::dash},
    Character{"\u2212", 0x2212, "a minus sign", Meant::dash},
    Character{"\uFE63", 0xFE63, "a small hyphen", Meant::dash},
    Character{"\uFF0D", 0xFF0D, "a full-width hyphen", Meant::dash},
    Character{"\u2014", 0x2014, "an em dash", Meant::other},
    Character{"\u2018", 0x2018, "a typographic quotation mark", Meant::other},
    Character{"\u2019", 0x2019, "a typographic quotation mark", Meant::other},
    Character{"\u201A", 0x201A, "a typographic quotation mark", Meant::other},
    Character{"\u201C", 0x201C, "a typographic quotation mark", Meant::other},
    Character{"\u201D", 0x201D, "a typographic quotation mark", Meant::other},
    Character{"\u201E", 0x201E, "a typographic quotation mark", Meant::other},
    Character{"\u00AB", 0x00AB, "a typographic quotation mark", Meant::other},
    Character{"\u00BB", 0x00BB, "a typographic quotation mark", Meant::other},
    Character{"\u2026", 0x2026, "an ellipsis", Meant::other},
    Character{"\u200B", 0x200B, "a zero-width space", Meant::other},
    Character{"\uFEFF", 0xFEFF, "a byte-order mark", Meant::other},
    Character{"\uFF05", 0xFF05, "a full-width percent sign", Meant::other},
};

}  // namespace

std::string with_plain_blanks(std::string_view text) {
  std::string plain(text);
  for (const Character& character : characters) {
    if (character.meant != Meant::blank) continue;
    for (std::size_t at = 0; (at = plain.find(character.bytes, at)) != std::string::npos;) {
      plain.replace(at, character.bytes.size(), " ");
    }
  }
  return plain;
}

std::size_t leading_dash(std::string_view text) {
  if (text.starts_with('-')) return 1;
  const auto found = std::ranges::find_if(characters, [&](const Character& character) {
    return character.meant == Meant::dash && text.starts_with(character.bytes);
  });
  return found == characters.end() ? 0 : found->bytes.size();
}

std::string typographic_note(std::string_view text) {
  for (const Character& character : characters) {
    if (text.find(character.bytes) != std::string_view::npos)
      return fmt::format(" (it holds {}, U+{:04X})", character.name, character.code);
  }
  return {};
}

}  // namespace wafercast
