#pragma once

#include <engine/language/data/data_table.hpp>
#include <engine/language/data/plausible.hpp>
#include <engine/language/syntax/fields.hpp>

#include <optional>

namespace wafercast::language {

/// Periods whose figures are meant, however odd: `sure: [FY27Q2]`, or `sure: all`.
struct Sure {
  std::vector<std::string> periods;

  bool of(std::string_view period) const;
  bool of_all() const { return of("all"); }
};

Sure read_sure(const Node& node);

/// {column: revenue_musd, unit: M USD, sure: [FY27Q2]}: the column of a table that holds a metric.
struct MetricColumn {
  std::string metric;
  SourceLocation stated;
  std::size_t column = 0;
  Unit unit;
  Sure sure;
};

/// Nothing when a problem was reported.
std::optional<MetricColumn> read_metric_column(const DataTable& table, const Entry& metric, Diagnostics& diagnostics);

/// The figure of a row in base units, with its cell; nothing when it is not known. Throws ValueError.
std::optional<Figure> figure_in(const DataTable& table, const DataTable::Row& row, const MetricColumn& column,
                                std::string_view period);

/// The base unit of what a unit measures (USD, a plain number, …); throws ValueError when no metric is measured so.
Unit base_unit(const Unit& unit);

/// The keys that these maps have.
void add_metric_column_words(Vocabulary& words);

}  // namespace wafercast::language
