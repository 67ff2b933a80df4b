#include <runners/report/text/text_grid.hpp>

#include <engine/core/printable.hpp>
#include <engine/core/utf8.hpp>

#include <utf8proc.h>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <sstream>
#include <utility>

namespace wafercast {
namespace {

constexpr std::string_view between_columns = "  ";

struct ShownCharacter {
  int columns;
  std::size_t bytes;
};

/// The first character of a non-empty text; a malformed byte stands for itself.
ShownCharacter first_shown(std::string_view text) {
  const Utf8Character first = first_character(text);
  if (first.bytes == 0) return {1, 1};
  return {utf8proc_charwidth(static_cast<utf8proc_int32_t>(first.code)), first.bytes};
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
    const ShownCharacter first = first_shown(utf8);
    width += first.columns;
    utf8.remove_prefix(first.bytes);
  }
  return width;
}

std::string shortened(std::string_view utf8, int width) {
  if (display_width(utf8) <= width) return std::string(utf8);
  std::string kept;
  int used = 1;  // the ellipsis
  while (!utf8.empty()) {
    const ShownCharacter first = first_shown(utf8);
    used += first.columns;
    if (used > width) break;
    kept.append(utf8.substr(0, first.bytes));
    utf8.remove_prefix(first.bytes);
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
