#pragma once

#include <engine/core/date.hpp>
#include <engine/core/diagnostics.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace wafercast::language {

/// The rows of a CSV file (RFC 4180) that were public by the as-of date. Later rows leave no trace in the digest, and
/// stand apart: they tell what is not known yet from what is a slip, and nothing else.
struct DataTable {
  struct Row {
    Date published;
    int line;
    std::vector<std::string> cells;
    std::string text;  ///< as it stands in the file
  };

  std::string file;
  std::vector<std::string> columns;
  std::vector<Row> rows;
  std::vector<Row> later;
  std::string digest;  ///< of the bytes of the header and the rows kept

  /// The index of a column; throws ValueError when there is none.
  std::size_t column(std::string_view name) const;

  SourceLocation at(const Row& row) const { return {file, row.line, 1}; }
  SourceLocation at(const Row& row, std::size_t column) const;
};

/// Where a table is: as the scenario states it.
struct TableSource {
  std::filesystem::path file;
  std::string published;  ///< the column that says when a row became public
  SourceLocation file_where;
  SourceLocation published_where;
  bool refused = false;  ///< it may not be read, which was reported
};

/// Reads a table, cut at the as-of date: the one gate through which data enter. Nothing when it was refused, or
/// cannot be read, which is reported; a row without a readable date is an error too.
std::optional<DataTable> read_table(const TableSource& source, Date as_of, Diagnostics& diagnostics);

/// The days on which rows of a table were published, each once.
std::set<Date> publications(const TableSource& source, Diagnostics& diagnostics);

/// The number in a cell; nothing when the cell is empty (not known). Throws ValueError for other text.
std::optional<double> number_in(const DataTable::Row& row, std::size_t column);

/// Tables by name; nothing for one that could not be read.
using Tables = std::map<std::string, std::optional<DataTable>>;

}  // namespace wafercast::language
