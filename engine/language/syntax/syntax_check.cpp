#include <engine/core/typographic.hpp>
#include <engine/core/utf8.hpp>
#include <engine/language/syntax/syntax.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

namespace wafercast::language {
namespace {

// A parser looks ahead to the end of a line for keys, and keeps all of it in memory.
constexpr std::size_t longest_line = 16'384;

bool is_control(char32_t code) {
  return (code < 0x20 && code != '\t') || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029;
}

bool is_any(char32_t code, std::span<const std::string_view> characters) {
  return std::ranges::any_of(characters, [&](std::string_view one) { return first_character(one).code == code; });
}

bool is_no_break(char32_t code) {
  return is_any(code, no_break_blanks);
}

/// Follows a line and knows what looks like a sign of YAML and is none, as texts copied from pages and chats hold it.
class LookAlikes {
 public:
  /// What is wrong with the next character; in quotes and comments nothing is.
  std::string problem_of(char32_t code) {
    const char32_t before = std::exchange(before_, code);
    const bool opens = !quote_ && (before == ' ' || before == '[' || before == '{' || before == 0);
    if (comment_ || (opens && code == '#')) {
      comment_ = true;
      return {};
    }
    if (quote_ ? code == quote_ : opens && (code == '"' || code == '\'')) {
      quote_ = quote_ ? 0 : code;
      return {};
    }
    return quote_ ? std::string() : problem(before, code);
  }

 private:
  std::string problem(char32_t before, char32_t code) {
    const auto shown = [](char32_t c) { return fmt::format("U+{:04X}", static_cast<unsigned>(c)); };
    if (is_any(code, invisible_characters)) return fmt::format("an invisible character ({})", shown(code));
    const bool beside_sign = before == 0 || before == ':' || (starts_ && before == '-');
    if (is_no_break(code) && beside_sign) return fmt::format("a no-break space for a blank ({})", shown(code));
    if (is_no_break(before) && code == ':') return fmt::format("a no-break space before ':' ({})", shown(before));
    starts_ = starts_ && (code == ' ' || code == '-');
    return {};
  }

  char32_t before_ = 0;  ///< zero before the first character that is no blank of the indentation
  char32_t quote_ = 0;   ///< that is open
  bool comment_ = false;
  bool starts_ = true;  ///< nothing but blanks and dashes so far
};

/// What is wrong with one line (without its line break); `column` becomes the character it is wrong at.
std::string problem_in(std::string_view line, int& column) {
  column = 1;
  if (line.starts_with('%')) return "YAML directives are not understood";
  if (line.size() > longest_line) return fmt::format("a line of more than {} bytes", longest_line);
  if (is_plain_ascii(line)) return {};
  bool in_indentation = true;
  LookAlikes look_alikes;
  for (column = 1; !line.empty(); ++column) {
    const Utf8Character character = first_character(line);
    if (character.bytes == 0) return "not UTF-8 text";
    if (character.code == 0xFEFF) return "a byte-order mark";
    if (is_control(character.code)) {
      return fmt::format("a control character (U+{:04X})", static_cast<unsigned>(character.code));
    }
    if (in_indentation && character.code == '\t') return "a tab in the indentation";
    in_indentation = in_indentation && character.code == ' ';
    if (!in_indentation) {
      const std::string problem = look_alikes.problem_of(character.code);
      if (!problem.empty()) return problem;
    }
    line.remove_prefix(character.bytes);
  }
  return {};
}

std::string way_out(const std::string& problem) {
  if (problem.starts_with("a tab")) return "indent with spaces";
  if (problem.starts_with("a no-break space")) return "type a blank";
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
