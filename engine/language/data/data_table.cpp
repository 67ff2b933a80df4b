#include <engine/core/printable.hpp>
#include <engine/language/data/data_table.hpp>
#include <engine/language/syntax/file_bytes.hpp>
#include <engine/language/syntax/text.hpp>
#include <engine/language/values/value_text.hpp>

#include <csv.h>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

namespace wafercast::language {
namespace {

// Whatever a table holds, it is answered quickly and within bounds: ten times what a company has to tell.
constexpr std::size_t largest_table = 8u << 20;
constexpr std::size_t most_cells = 1'000'000;
constexpr std::size_t most_bad_rows = 50;
constexpr std::size_t longest_row = 1u << 16;

/// A record as it stands in the file, without its line break.
struct Record {
  int line;
  std::string_view bytes;
  std::vector<std::string> cells;
};

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

/// Calls `use` for every record, the header first; `line` is the line being read. Throws ValueError.
void for_each_record(std::string_view bytes, const std::function<void(Record)>& use, int& line) {
  CsvParser parser;
  std::size_t start = 0;
  int start_line = 1;
  line = 1;
  const auto pass_on = [&](std::size_t end) {
    auto cells = parser.take();
    std::string_view record = bytes.substr(start, end - start);
    if (!cells && !trimmed(record).empty()) return;
    while (record.ends_with('\n') || record.ends_with('\r')) record.remove_suffix(1);
    if (cells) use({start_line, record, std::move(*cells)});
    start = end;
    start_line = line + 1;
  };
  for (std::size_t at = 0; at < bytes.size(); ++line) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size() - 1) + 1;
    if (end - start > longest_row) throw ValueError(fmt::format("a row of more than {} bytes", longest_row));
    if (!parser.feed(bytes.substr(at, end - at))) throw ValueError("not readable as CSV (quotes do not match)");
    pass_on(end);
    at = end;
  }
  if (!parser.finish()) throw ValueError("not readable as CSV (a quoted cell has no end)");
  pass_on(bytes.size());
}

std::size_t index_of(const std::vector<std::string>& columns, std::string_view name, const std::string& file) {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found != columns.end()) return static_cast<std::size_t>(found - columns.begin());
  throw ValueError(fmt::format("{} has no column {}", file, in_quotes(name)), meant_or_all(name, columns));
}

/// Reads a file's records as rows with a date. A row is passed on only when it is well formed.
class RowReader {
 public:
  RowReader(const TableSource& source, Diagnostics& diagnostics)
      : source_(source), file_(source.file.generic_string()), diagnostics_(diagnostics) {}

  /// Answers whether the file could be read at all.
  bool read(const std::function<void(const Record& header)>& on_header,
            const std::function<void(Date published, Record row)>& on_row) {
    int line = 0;
    try {
      const std::string bytes = read_bytes(source_.file, largest_table);
      constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
      std::string_view text = bytes;
      if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
      for_each_record(
          text, [&](Record record) { columns_ ? take_row(std::move(record), on_row) : take_header(record, on_header); },
          line);
      if (!columns_) throw ValueError("is empty (a table starts with the names of its columns)");
    } catch (const ValueError& problem) {
      report(line, problem);
      return false;
    }
    return has_dates_;
  }

 private:
  void take_header(const Record& header, const std::function<void(const Record&)>& on_header) {
    columns_ = header.cells.size();
    const auto published = std::find(header.cells.begin(), header.cells.end(), source_.published);
    has_dates_ = published != header.cells.end();
    if (!has_dates_) return complain_of_no_dates(header);
    published_ = static_cast<std::size_t>(published - header.cells.begin());
    check_columns(header);
    on_header(header);
  }

  /// Nobody has said that this file is a table, so nothing that stands in it is shown but a near name.
  void complain_of_no_dates(const Record& header) {
    diagnostics_.error(source_.published_where, fmt::format("{} has no column {}", file_, in_quotes(source_.published)),
                       meant(source_.published, header.cells));
  }

  /// A column is named once, or nobody can say which of the two is meant.
  void check_columns(const Record& header) {
    for (auto cell = header.cells.begin(); cell != header.cells.end(); ++cell) {
      if (std::find(header.cells.begin(), cell, *cell) == cell) continue;
      diagnostics_.error({file_, header.line, 1}, fmt::format("two columns are named {}", in_quotes(*cell)),
                         "rename one of them");
    }
  }

  void take_row(Record row, const std::function<void(Date, Record)>& on_row) {
    if (!has_dates_) return;
    const SourceLocation where{file_, row.line, 1};
    cells_ += row.cells.size();
    if (cells_ > most_cells) throw ValueError(fmt::format("more than {} cells in a table", most_cells));
    if (bad_rows_ > most_bad_rows) throw ValueError("and more of the kind; the rest was not read");
    if (row.cells.size() != *columns_) {
      diagnostics_.error(where, fmt::format("the row has {} cells and the header {}", row.cells.size(), *columns_),
                         "quote a cell that holds a comma");
      ++bad_rows_;
      return;
    }
    const auto published = parse_date(trimmed(row.cells[published_]));
    if (published) {
      on_row(*published, std::move(row));
    } else {
      diagnostics_.error(where,
                         fmt::format("{} in column '{}' is not a date (a row says when it became public)",
                                     in_quotes(row.cells[published_]), source_.published),
                         "write it like 2025-03-31");
      ++bad_rows_;
    }
  }

  /// Before the first line the trouble is the file itself, and the scenario named it.
  void report(int line, const ValueError& problem) {
    if (line > 0) {
      diagnostics_.error({file_, line, 1}, problem.what(), problem.suggestion());
    } else {
      diagnostics_.error(source_.file_where, fmt::format("table {}: {}", in_quotes(file_), problem.what()));
    }
  }

  const TableSource& source_;
  std::string file_;
  Diagnostics& diagnostics_;
  std::optional<std::size_t> columns_;
  std::size_t published_ = 0;
  bool has_dates_ = false;
  std::size_t cells_ = 0;
  std::size_t bad_rows_ = 0;
};

}  // namespace

std::size_t DataTable::column(std::string_view name) const {
  return index_of(columns, name, file);
}

std::optional<DataTable> read_table(const TableSource& source, Date as_of, Diagnostics& diagnostics) {
  if (source.refused) return std::nullopt;
  DataTable table;
  table.file = source.file.generic_string();
  std::string kept;
  const auto on_header = [&](const Record& header) {
    table.columns = header.cells;
    kept.append(header.bytes).append("\n");
  };
  const auto on_row = [&](Date published, Record row) {
    const bool is_known = published <= as_of;
    if (is_known) kept.append(row.bytes).append("\n");
    (is_known ? table.rows : table.later).push_back({published, row.line, std::move(row.cells)});
  };
  if (!RowReader(source, diagnostics).read(on_header, on_row)) return std::nullopt;
  table.digest = digest_of(kept);
  return table;
}

std::set<Date> publications(const TableSource& source, Diagnostics& diagnostics) {
  std::set<Date> days;
  const auto on_row = [&](Date published, const Record&) { days.insert(published); };
  RowReader(source, diagnostics).read([](const Record&) {}, on_row);
  return days;
}

std::optional<double> number_in(const DataTable::Row& row, std::size_t column) {
  const std::string_view text = trimmed(row.cells[column]);
  if (text.empty()) return std::nullopt;
  const Amount amount = read_amount(text);
  if (!amount.suffix.empty()) throw ValueError(fmt::format("{} is not a number", in_quotes(text)));
  return amount.number;
}

}  // namespace wafercast::language
