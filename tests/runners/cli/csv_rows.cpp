#include <tests/runners/cli/csv_rows.hpp>

namespace wafercast::testing {

CsvRow split_csv(const std::string& line) {
  CsvRow fields(1);
  bool within_quotes = false;
  for (const char c : line) {
    if (c == '"') within_quotes = !within_quotes;
    if (c == ',' && !within_quotes) {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

}  // namespace wafercast::testing
