#pragma once

#include <engine/language/data/reading.hpp>

#include <optional>
#include <vector>

namespace wafercast::language {

/// A row of a table with its quarter.
struct QuarterRow {
  FiscalQuarter quarter;
  const DataTable::Row* row;
};

/// The fiscal quarter in a cell; throws ValueError.
FiscalQuarter read_quarter(const std::string& cell);

/// The rows by quarter, a later publication after an earlier one so that it wins. Reports rows whose quarter does not
/// fit its last day or its day of report, that stand twice, and quarters left out between others.
std::vector<QuarterRow> rows_by_quarter(Reading& reading, const DataTable& table, std::size_t column,
                                        std::optional<std::size_t> period_end);

std::vector<QuarterRow> published_until(std::vector<QuarterRow> rows, Date cut);

/// The rows of figures that were told again by the day at which the history is cut. Reports those of quarters that
/// nobody had told before.
std::vector<QuarterRow> restated_rows(Reading& reading, const DataTable& table, std::size_t column);

}  // namespace wafercast::language
