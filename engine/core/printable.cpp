#include <engine/core/printable.hpp>

#include <engine/core/utf8.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace wafercast {
namespace {

struct Obeyed {
  char32_t first, last;
};

constexpr std::array obeyed = {
    Obeyed{0x80, 0x9F},      // controls of C1
    Obeyed{0x200E, 0x200F},  // marks of direction
    Obeyed{0x2028, 0x202E},  // breaks of lines and paragraphs, embeddings and overrides of direction
    Obeyed{0x2066, 0x2069},  // isolates of direction
};

bool is_obeyed(char32_t code) {
  return std::ranges::any_of(obeyed, [=](Obeyed o) { return code >= o.first && code <= o.last; });
}

}  // namespace

std::string printable(std::string_view text) {
  if (is_plain_ascii(text)) return std::string(text);
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const Utf8Character character = first_character(text);
    const auto head = static_cast<unsigned char>(text.front());
    const std::size_t bytes = std::max<std::size_t>(character.bytes, 1);
    const bool is_control = (head < 0x20 && head != '\n' && head != '\t') || head == 0x7F;
    if (character.bytes == 0 || is_control) {
      shown += fmt::format("\\x{:02x}", head);
    } else if (is_obeyed(character.code)) {
      shown += fmt::format("\\u{:04x}", static_cast<unsigned>(character.code));
    } else {
      shown += text.substr(0, bytes);
    }
    text.remove_prefix(bytes);
  }
  return shown;
}

std::string printable_line(std::string_view text) {
  std::string shown = printable(text);
  std::replace(shown.begin(), shown.end(), '\n', ' ');
  return shown;
}

}  // namespace wafercast
