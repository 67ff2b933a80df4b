#include <engine/core/utf8.hpp>
#include <engine/language/syntax/syntax.hpp>

#include <engine/core/utf8.hpp>

#include <fmt/format.h>

namespace wafercast::language {
namespace {

// A parser looks ahead to the end of a line for keys, and keeps all of it in memory.
constexpr std::size_t longest_line = 16'384;

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
    const Utf8Character character = first_character(line);
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
