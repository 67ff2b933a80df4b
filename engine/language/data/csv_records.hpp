#pragma once

#include <engine/core/diagnostics.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace wafercast::language {

/// A record of a CSV file (RFC 4180) as it stands there, without its line break.
struct CsvRecord {
  int line;
  std::string_view bytes;
  std::vector<std::string> cells;
};

/// Calls `use` for every record, the header first; `line` is the line being read. Throws ValueError.
void for_each_record(std::string_view text, const std::function<void(CsvRecord)>& use, int& line);

/// Where a cell of a record starts; columns count characters.
SourceLocation place_of_cell(std::string_view record, const SourceLocation& start, std::size_t cell);

/// What spreadsheets write in the place of CSV as it is read here: UTF-16, bytes of an older character set, lines that
/// end with CR alone. Each line with a fault is reported; answers whether the text is free of them.
bool check_table_text(std::string_view text, const std::string& file, Diagnostics& diagnostics);

/// The character that separates the columns of a header in which no comma does; nothing (0) when there is none.
char other_separator(std::string_view header);

}  // namespace wafercast::language
