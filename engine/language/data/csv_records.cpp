#include <engine/core/printable.hpp>
#include <engine/core/utf8.hpp>
#include <engine/language/data/csv_records.hpp>
#include <engine/language/syntax/text.hpp>

#include <csv.h>
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace wafercast::language {
namespace {

constexpr std::size_t longest_row = 1u << 16;

/// libcsv's parser, fed line by line so that the lines and bytes of each record are known.
class CsvParser {
 public:
  CsvParser() { csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI); }
  CsvParser(const CsvParser&) = delete;
  CsvParser& operator=(const CsvParser&) = delete;
  ~CsvParser() { csv_free(&parser_); }

  /// Answers whether the bytes were well formed so far.
  bool feed(std::string_view line) {
    return csv_parse(&parser_, line.data(), line.size(), on_cell, on_record, this) == line.size();
  }
  bool finish() { return csv_fini(&parser_, on_cell, on_record, this) == 0; }

  /// The cells of the record that ended with the last bytes fed.
  std::optional<std::vector<std::string>> take() {
    if (!complete_) return std::nullopt;
    complete_ = false;
    return std::exchange(cells_, {});
  }

 private:
  static void on_cell(void* text, std::size_t size, void* self) {
    static_cast<CsvParser*>(self)->cells_.push_back(printable({static_cast<const char*>(text), size}));
  }
  static void on_record(int, void* self) { static_cast<CsvParser*>(self)->complete_ = true; }

  csv_parser parser_{};
  std::vector<std::string> cells_;
  bool complete_ = false;
};

}  // namespace

void for_each_record(std::string_view text, const std::function<void(CsvRecord)>& use, int& line) {
  CsvParser parser;
  std::size_t start = 0;
  int start_line = 1;
  line = 1;
  const auto pass_on = [&](std::size_t end) {
    auto cells = parser.take();
    std::string_view record = text.substr(start, end - start);
    if (!cells && !trimmed(record).empty()) return;
    while (record.ends_with('\n') || record.ends_with('\r')) record.remove_suffix(1);
    if (cells) use({start_line, record, std::move(*cells)});
    start = end;
    start_line = line + 1;
  };
  for (std::size_t at = 0; at < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    if (end - start > longest_row) throw ValueError(fmt::format("a row of more than {} bytes", longest_row));
    if (!parser.feed(text.substr(at, end - at))) throw ValueError("not readable as CSV (quotes do not match)");
    pass_on(end);
    at = end;
  }
  if (!parser.finish()) throw ValueError("not readable as CSV (a quoted cell has no end)");
  pass_on(text.size());
}

SourceLocation place_of_cell(std::string_view record, const SourceLocation& start, std::size_t cell) {
  SourceLocation where = start;
  bool quoted = false;
  for (std::size_t at = 0; at < record.size() && cell > 0; ++at) {
    const char c = record[at];
    if (c == '"') quoted = !quoted;
    if (c == ',' && !quoted) --cell;
    if (c == '\n') {
      ++where.line;
      where.column = 1;
    } else if (!continues_character(c)) {
      ++where.column;
    }
  }
  return where;
}

}  // namespace wafercast::language
