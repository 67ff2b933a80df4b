#include <engine/language/syntax/syntax.hpp>

#include <fmt/format.h>

namespace wafercast::language {
namespace {

// A parser looks ahead to the end of a line for keys, and keeps all of it in memory.
constexpr std::size_t longest_line = 16'384;

struct Character {
  char32_t code;
  std::size_t bytes;  ///< 0 when the bytes are no character
};

/// The UTF-8 character at the start of a text: shortest form, no surrogates, at most U+10FFFF (RFC 3629).
Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char head = byte(0);
  if (head < 0x80) return {head, 1};
  const std::size_t bytes = head >= 0xF0 ? 4 : head >= 0xE0 ? 3 : 2;
  constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (head < 0xC0 || head > 0xF4 || text.size() < bytes) return {0, 0};
  char32_t code = head & (0xFFu >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {0, 0};
    code = (code << 6) | (byte(i) & 0x3Fu);
  }
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < smallest[bytes] || code > 0x10FFFF || surrogate) return {0, 0};
  return {code, bytes};
}

bool is_control(char32_t code) {
  return (code < 0x20 && code != '\t') || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029;
}

/// What is wrong with one line (without its line break); `column` becomes the character it is wrong at.
std::string problem_in(std::string_view line, int& column) {
  column = 1;
  if (line.starts_with('%')) return "YAML directives are not understood";
  if (line.size() > longest_line) return fmt::format("a line of more than {} bytes", longest_line);
  bool in_indentation = true;
  for (column = 1; !line.empty(); ++column) {
    const Character character = first_character(line);
    if (character.bytes == 0) return "not UTF-8 text";
    if (character.code == 0xFEFF) return "a byte-order mark";
    if (is_control(character.code)) {
      return fmt::format("a control character (U+{:04X})", static_cast<unsigned>(character.code));
    }
    if (in_indentation && character.code == '\t') return "a tab in the indentation";
    in_indentation = in_indentation && character.code == ' ';
    line.remove_prefix(character.bytes);
  }
  return {};
}

std::string way_out(const std::string& problem) {
  if (problem.starts_with("a tab")) return "indent with spaces";
  if (problem.starts_with("not UTF-8")) return "save the file as UTF-8";
  if (problem.starts_with("a line")) return "break it";
  return "remove it";
}

}  // namespace

bool check_text(std::string_view text, const std::string& file, Diagnostics& diagnostics) {
  constexpr int enough = 20;
  int found = 0;
  for (int line = 1; !text.empty() && found < enough; ++line) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view content = text.substr(0, end);
    if (end < text.size() && content.ends_with('\r')) content.remove_suffix(1);
    int column = 1;
    const std::string problem = problem_in(content, column);
    if (!problem.empty()) {
      diagnostics.error({file, line, column}, problem, way_out(problem));
      ++found;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return found == 0;
}

}  // namespace wafercast::language
