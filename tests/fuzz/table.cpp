// A table of data: read or refused.

#include <tests/fuzz/fuzz.hpp>

#include <engine/language/data/data_table.hpp>
#include <engine/language/syntax/text.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wafercast;
  static const fuzz::MemoryFile file("table.csv");
  Diagnostics diagnostics;
  const language::TableSource source{file.holding(fuzz::text_of(data, size)), "published", {}, {}};
  const auto table = language::read_table(source, *parse_date("2026-01-01"), diagnostics);
  fuzz::require(table.has_value() || diagnostics.any());
  if (!table) return 0;
  for (const auto& row : table->rows) {
    fuzz::require(row.cells.size() == table->columns.size());
    for (std::size_t column = 0; column < row.cells.size(); ++column) {
      try {
        language::number_in(row, column);
      } catch (const language::ValueError&) {  // it is no number
      }
    }
  }
  return 0;
}
