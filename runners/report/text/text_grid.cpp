#include <runners/report/text/text_grid.hpp>

#include <engine/core/printable.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <sstream>
#include <utility>

namespace wafercast {
namespace {

constexpr std::string_view between_columns = "  ";

struct CodePoint {
  std::uint32_t value;
  std::size_t bytes;
};

/// The first code point of a non-empty text; a malformed byte stands for itself.
CodePoint first_code_point(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::size_t bytes = byte(0) < 0xC0 ? 1 : byte(0) < 0xE0 ? 2 : byte(0) < 0xF0 ? 3 : 4;
  if (bytes == 1 || bytes > text.size()) return {byte(0), 1};
  std::uint32_t value = byte(0) & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) value = value << 6 | (byte(i) & 0x3F);
  return {value, bytes};
}

struct Range {
  std::uint32_t first, last;
};

template <std::size_t n>
bool in_any(const std::array<Range, n>& ranges, std::uint32_t point) {
  return std::any_of(ranges.begin(), ranges.end(), [=](Range r) { return point >= r.first && point <= r.last; });
}

/// Unicode's combining marks and joiners, and its wide scripts and pictures (East Asian Width W and F), by block.
int columns_of(std::uint32_t point) {
  constexpr std::array<Range, 4> without_width = {
      {{0x300, 0x36F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}}};
  constexpr std::array<Range, 8> wide = {{{0x1100, 0x115F},
                                          {0x2E80, 0xA4CF},
                                          {0xAC00, 0xD7A3},
                                          {0xF900, 0xFAFF},
                                          {0xFE30, 0xFE6F},
                                          {0xFF00, 0xFF60},
                                          {0x1F300, 0x1FAFF},
                                          {0x20000, 0x3FFFD}}};
  return in_any(without_width, point) ? 0 : in_any(wide, point) ? 2 : 1;
}

std::string painted(const TextCell& cell, Colours colours) {
  if (colours == Colours::none || cell.style == Style::plain || cell.text.empty()) return cell.text;
  const std::string_view code = cell.style == Style::strong ? "1" : cell.style == Style::faint ? "2" : "36";
  std::string text = "\x1b[";
  text.append(code).append("m").append(cell.text).append("\x1b[0m");
  return text;
}

}  // namespace

int display_width(std::string_view utf8) {
  int width = 0;
  while (!utf8.empty()) {
    const CodePoint point = first_code_point(utf8);
    width += columns_of(point.value);
    utf8.remove_prefix(point.bytes);
  }
  return width;
}

std::string shortened(std::string_view utf8, int width) {
  if (display_width(utf8) <= width) return std::string(utf8);
  std::string kept;
  int used = 1;  // the ellipsis
  while (!utf8.empty()) {
    const CodePoint point = first_code_point(utf8);
    used += columns_of(point.value);
    if (used > width) break;
    kept.append(utf8.substr(0, point.bytes));
    utf8.remove_prefix(point.bytes);
  }
  kept.erase(kept.find_last_not_of(' ') + 1);
  return kept + "…";
}

void TextGrid::row(std::vector<TextCell> cells) {
  for (TextCell& cell : cells) cell.text = printable_line(cell.text);
  rows_.push_back({std::move(cells), true});
}

void TextGrid::line(TextCell text) {
  text.text = printable(text.text);
  rows_.push_back({{std::move(text)}, false});
}

void TextGrid::paragraph(const TextCell& text, int limit) {
  std::string line;
  std::istringstream words(text.text);
  for (std::string word; words >> word;) {
    if (!line.empty() && display_width(line) + 1 + display_width(word) > limit) {
      this->line({std::exchange(line, ""), text.style});
    }
    line += line.empty() ? shortened(word, limit) : " " + word;
  }
  this->line({line, text.style});
}

std::vector<int> TextGrid::widths() const {
  std::vector<int> widths(columns_.size());
  for (const Row& row : rows_) {
    for (std::size_t i = 0; row.aligned && i < row.cells.size(); ++i) {
      widths[i] = std::max(widths[i], display_width(row.cells[i].text));
    }
  }
  if (limit_ > 0) fit(widths);
  return widths;
}

/// Takes what is too much off the column that gives way first, then off the other columns of text, the last of them
/// first: what a row is called is cut last, and a figure never.
void TextGrid::fit(std::vector<int>& widths) const {
  constexpr int readable = 8;  // a word and the ellipsis
  const int gaps = static_cast<int>(between_columns.size() * (columns_.size() - 1));
  int excess = std::accumulate(widths.begin(), widths.end(), gaps) - limit_;
  const auto give_down_to = [&](int least, std::size_t column) {
    const int given = std::clamp(excess, 0, std::max(widths[column] - least, 0));
    widths[column] -= given;
    excess -= given;
  };
  give_down_to(readable, flexible_);
  for (std::size_t column = columns_.size(); column-- > 0;) {
    if (columns_[column] == Align::left) give_down_to(readable, column);
  }
  give_down_to(1, flexible_);
}

std::string TextGrid::text(Colours colours) const {
  const std::vector<int> width = widths();
  std::string all;
  for (const Row& row : rows_) {
    std::string blanks;  // written only when something follows
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      TextCell cell = row.cells[i];
      if (row.aligned && limit_ > 0) cell.text = shortened(cell.text, width[i]);
      const int missing = row.aligned ? width[i] - display_width(cell.text) : 0;
      const std::string padding(static_cast<std::size_t>(missing), ' ');
      const bool right = columns_[i] == Align::right;
      if (i > 0) blanks += between_columns;
      if (right) blanks += padding;
      if (!cell.text.empty()) {
        all += blanks + painted(cell, colours);
        blanks.clear();
      }
      if (!right) blanks += padding;
    }
    all += '\n';
  }
  return all;
}

}  // namespace wafercast
