#include <engine/core/digest.hpp>
#include <engine/language/data/csv_records.hpp>
#include <engine/language/data/data_table.hpp>
#include <engine/language/syntax/file_bytes.hpp>
#include <engine/language/syntax/text.hpp>
#include <engine/language/values/value_text.hpp>

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
  bool read(const std::function<void(const CsvRecord& header)>& on_header,
            const std::function<void(Date published, CsvRecord row)>& on_row) {
    int line = 0;
    try {
      const std::string bytes = read_bytes(source_.file, largest_table);
      constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
      std::string_view text = bytes;
      if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
      if (!check_table_text(text, file_, diagnostics_)) return false;
      const auto take = [&](CsvRecord record) {
        columns_ ? take_row(std::move(record), on_row) : take_header(std::move(record), on_header);
      };
      for_each_record(text, take, line);
      if (!columns_) throw ValueError("is empty (a table starts with the names of its columns)");
    } catch (const ValueError& problem) {
      report(line, problem);
      return false;
    }
    return has_dates_;
  }

 private:
  void take_header(CsvRecord header, const std::function<void(const CsvRecord&)>& on_header) {
    columns_ = header.cells.size();
    for (std::string& name : header.cells) name = trimmed(name);
    const auto published = std::find(header.cells.begin(), header.cells.end(), source_.published);
    has_dates_ = published != header.cells.end();
    if (!has_dates_) return complain_of_no_dates(header);
    published_ = static_cast<std::size_t>(published - header.cells.begin());
    check_columns(header);
    on_header(header);
  }

  /// Nobody has said that this file is a table, so nothing that stands in it is shown but a near name.
  void complain_of_no_dates(const CsvRecord& header) {
    if (const char separator = other_separator(header.bytes)) {
      diagnostics_.error(
          place_of(header, 0),
          fmt::format("the columns are separated by {}", separator == '\t' ? "tabs" : in_quotes({&separator, 1})),
          "save the table with commas, and figures with a point before decimals");
      return;
    }
    diagnostics_.error(source_.published_where, fmt::format("{} has no column {}", file_, in_quotes(source_.published)),
                       meant(source_.published, header.cells));
  }

  /// A column is named once, or nobody can say which of the two is meant.
  void check_columns(const CsvRecord& header) {
    for (auto cell = header.cells.begin(); cell != header.cells.end(); ++cell) {
      if (std::find(header.cells.begin(), cell, *cell) == cell) continue;
      diagnostics_.error(place_of(header, static_cast<std::size_t>(cell - header.cells.begin())),
                         fmt::format("two columns are named {}", in_quotes(*cell)), "rename one of them");
    }
  }

  void take_row(CsvRecord row, const std::function<void(Date, CsvRecord)>& on_row) {
    if (!has_dates_) return;
    cells_ += row.cells.size();
    if (cells_ > most_cells) throw ValueError(fmt::format("more than {} cells in a table", most_cells));
    if (bad_rows_ > most_bad_rows) throw ValueError("and more of the kind; the rest was not read");
    if (row.cells.size() != *columns_) {
      diagnostics_.error({file_, row.line, 1},
                         fmt::format("the row has {} cells and the header {}", row.cells.size(), *columns_),
                         "quote a cell that holds a comma");
      ++bad_rows_;
      return;
    }
    const auto published = parse_date(trimmed(row.cells[published_]));
    if (published) {
      on_row(*published, std::move(row));
    } else {
      diagnostics_.error(place_of(row, published_),
                         fmt::format("{} in column '{}' is not a date (a row says when it became public)",
                                     in_quotes(row.cells[published_]), source_.published),
                         "write it like 2025-03-31");
      ++bad_rows_;
    }
  }

  SourceLocation place_of(const CsvRecord& record, std::size_t cell) const {
    return place_of_cell(record.bytes, {file_, record.line, 1}, cell);
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
  const auto on_header = [&](const CsvRecord& header) {
    table.columns = header.cells;
    kept.append(header.bytes).append("\n");
  };
  const auto on_row = [&](Date published, CsvRecord row) {
    const bool is_known = published <= as_of;
    if (is_known) kept.append(row.bytes).append("\n");
    (is_known ? table.rows : table.later)
        .push_back({published, row.line, std::move(row.cells), std::string(row.bytes)});
  };
  if (!RowReader(source, diagnostics).read(on_header, on_row)) return std::nullopt;
  table.digest = digest_of(kept);
  return table;
}

std::set<Date> publications(const TableSource& source, Diagnostics& diagnostics) {
  std::set<Date> days;
  const auto on_row = [&](Date published, const CsvRecord&) { days.insert(published); };
  RowReader(source, diagnostics).read([](const CsvRecord&) {}, on_row);
  return days;
}

SourceLocation DataTable::at(const Row& row, std::size_t column) const {
  return place_of_cell(row.text, at(row), column);
}

namespace {

/// What to write in the place of a cell that holds no number.
std::string instead_of(std::string_view cell) {
  constexpr std::string_view digits = "0123456789";
  if (cell.find_first_of(digits) == std::string_view::npos) return "leave the cell empty where a figure is not known";
  if (cell.starts_with('(') && cell.ends_with(')')) return fmt::format("write -{}", cell.substr(1, cell.size() - 2));
  return "write the number alone, with a point before decimals; the scenario states its unit";
}

}  // namespace

std::optional<double> number_in(const DataTable::Row& row, std::size_t column) {
  const std::string_view text = trimmed(row.cells[column]);
  if (text.empty()) return std::nullopt;
  std::optional<Amount> amount;
  try {
    amount = read_amount(text);
  } catch (const ValueError& problem) {
    throw ValueError(problem.what(), instead_of(text));
  }
  if (amount->suffix.empty()) return amount->number;
  throw ValueError(fmt::format("{} is not a number", in_quotes(text)), instead_of(text));
}

}  // namespace wafercast::language
