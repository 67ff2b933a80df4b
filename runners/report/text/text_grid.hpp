#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace wafercast {

/// The columns that a UTF-8 text takes on a terminal.
int display_width(std::string_view utf8);

/// The text, or as much of it as fits into `width` columns with an ellipsis.
std::string shortened(std::string_view utf8, int width);

enum class Style { plain, strong, faint, accent };
enum class Align { left, right };
enum class Colours { none, ansi };

struct TextCell {
  std::string text;
  Style style = Style::plain;
};

/// Rows of aligned columns, with lines of running text between them that take no part in the alignment. What a terminal
/// would obey in a text is written out.
class TextGrid {
 public:
  explicit TextGrid(std::vector<Align> columns) : columns_(std::move(columns)) {}

  /// Keeps rows within `limit` columns by shortening what stands in one column, and where that is not enough in the
  /// other columns of text. A row of many figures may still be wider.
  void shorten(std::size_t column, int limit) {
    flexible_ = column;
    limit_ = limit;
  }

  void row(std::vector<TextCell> cells);  ///< cells missing at the end are empty
  void line(TextCell text);
  void paragraph(const TextCell& text, int limit);  ///< running text, on as many lines as it takes
  void blank() { line({}); }

  /// The grid as text, ANSI colours only if asked for. No line ends in blanks.
  std::string text(Colours colours) const;

 private:
  struct Row {
    std::vector<TextCell> cells;
    bool aligned;
  };

  std::vector<int> widths() const;
  void fit(std::vector<int>& widths) const;

  std::vector<Align> columns_;
  std::vector<Row> rows_;
  std::size_t flexible_ = 0;
  int limit_ = 0;  ///< 0: none
};

}  // namespace wafercast
