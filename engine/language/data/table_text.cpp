#include <engine/core/utf8.hpp>
#include <engine/language/data/csv_records.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace wafercast::language {
namespace {

struct Fault {
  std::size_t at;  ///< the byte of a line
  std::string problem, suggestion;
};

constexpr std::size_t nowhere = std::string_view::npos;

/// What is wrong with one line, without its line break.
std::optional<Fault> fault_in(std::string_view line) {
  const std::size_t sound = utf8_prefix(line);
  if (sound < line.size()) {
    const auto byte = static_cast<unsigned char>(line[sound]);
    return Fault{sound, fmt::format("a byte that is not UTF-8 (0x{:02x}, of an older character set)", byte),
                 "save the table as UTF-8"};
  }
  if (const auto end = line.find('\r'); end != nowhere) {
    return Fault{end, "a line that ends with CR alone", "save the table with line ends of LF or CR LF"};
  }
  return std::nullopt;
}

bool is_utf16(std::string_view text) {
  return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") || text.find('\0') < 4;
}

}  // namespace

bool check_table_text(std::string_view text, const std::string& file, Diagnostics& diagnostics) {
  constexpr int enough = 20;
  if (is_utf16(text)) {
    diagnostics.error({file, 1, 1}, "the table is UTF-16 text", "save it as UTF-8, with commas");
    return false;
  }
  int found = 0;
  for (int line = 1; !text.empty() && found < enough; ++line) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view content = text.substr(0, end);
    if (content.ends_with('\r')) content.remove_suffix(1);
    if (const auto fault = fault_in(content)) {
      const auto column = static_cast<int>(count_characters(content.substr(0, fault->at))) + 1;
      diagnostics.error({file, line, column}, fault->problem, fault->suggestion);
      ++found;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return found == 0;
}

char other_separator(std::string_view header) {
  if (header.find(',') != nowhere) return '\0';
  const auto at = header.find_first_of(";\t|");
  return at == nowhere ? '\0' : header[at];
}

}  // namespace wafercast::language
