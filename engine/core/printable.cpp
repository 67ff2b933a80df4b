#include <engine/core/printable.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace wafercast {
namespace {

struct Obeyed {
  char32_t first, last;  ///< code points of two or three bytes
};

constexpr std::array obeyed = {
    Obeyed{0x80, 0x9F},      // controls of C1
    Obeyed{0x200E, 0x200F},  // marks of direction
    Obeyed{0x2028, 0x202E},  // breaks of lines and paragraphs, embeddings and overrides of direction
    Obeyed{0x2066, 0x2069},  // isolates of direction
};

/// The code point that starts here when its bytes are two or three, else nothing (0).
char32_t long_code(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[i])); };
  if (text.size() >= 2 && (byte(0) & 0xE0) == 0xC0) return (byte(0) & 0x1F) << 6 | (byte(1) & 0x3F);
  if (text.size() >= 3 && (byte(0) & 0xF0) == 0xE0) {
    return (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
  }
  return 0;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const auto head = static_cast<unsigned char>(text.front());
    const char32_t code = long_code(text);
    const bool is_obeyed = std::ranges::any_of(obeyed, [&](Obeyed o) { return code >= o.first && code <= o.last; });
    std::size_t bytes = 1;
    if ((head < 0x20 && head != '\n' && head != '\t') || head == 0x7F) {
      shown += fmt::format("\\x{:02x}", head);
    } else if (is_obeyed) {
      shown += fmt::format("\\u{:04x}", static_cast<unsigned>(code));
      bytes = code < 0x800 ? 2 : 3;
    } else {
      shown += text.front();
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
