#include <engine/language/data/consensus_reader.hpp>
#include <engine/language/data/history_reader.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/value_text.hpp>

#include <algorithm>

namespace wafercast::language {
namespace {

struct Written {
  const Node* table = nullptr;
  const Node* period = nullptr;
  const Node* metrics = nullptr;
};

constexpr Field<Reading, Written> consensus_fields[] = {
    {"table", Presence::required, note<&Written::table>, "the table of expectations"},
    {"period", Presence::required, note<&Written::period>, "its column of fiscal quarters and years"},
    {"metrics", Presence::required, note<&Written::metrics>, "metrics with their columns and units"},
};

struct ExpectedColumn {
  std::size_t column = 0;
  Unit unit;
};

struct ColumnContext {
  Diagnostics& diagnostics;
  const DataTable& table;
};

constexpr Field<ColumnContext, ExpectedColumn> column_fields[] = {
    {"column", Presence::required,
     [](ColumnContext& c, const Node& v, ExpectedColumn& e) { e.column = c.table.column(text_of(v)); },
     "the column that holds the figure"},
    {"unit", Presence::required,
     [](ColumnContext&, const Node& v, ExpectedColumn& e) { e.unit = read_unit(text_of(v)); },
     "what the figure is measured in"},
};

std::optional<Period> fiscal(std::string_view text) {
  if (const auto quarter = parse_fiscal_quarter(text)) return Period::quarter(*quarter);
  if (const auto year = parse_fiscal_year(text)) return Period::year(*year);
  return std::nullopt;
}

}  // namespace

void read_consensus(Reading& reading, const Node& node) {
  const std::size_t before = reading.diagnostics.found().size();
  Written written;
  read_fields(reading, node, "a consensus", consensus_fields, written);
  if (reading.diagnostics.found().size() != before) return;
  const DataTable* table = reading.table(*written.table);
  if (table == nullptr) return;
  const std::size_t period_column = table->column(text_of(*written.period));
  for (const auto& [name, place, value] : as_map(*written.metrics).entries) {
    ExpectedColumn expected;
    ColumnContext context{reading.diagnostics, *table};
    const std::size_t sound = reading.diagnostics.found().size();
    read_fields(context, value, "a metric", column_fields, expected);
    if (reading.diagnostics.found().size() != sound) continue;
    const double factor = expected.unit.factor_to(base_unit(expected.unit)).value_or(1.0);
    std::vector<History::Expectation>& all = reading.history.expected[name];
    for (const DataTable::Row& row : table->rows) {
      guarded(table->at(row), reading.diagnostics, [&] {
        const auto period = fiscal(trimmed(row.cells[period_column]));
        const auto figure = number_in(row, expected.column);
        if (period && figure) all.push_back({*period, converted(*figure, factor), row.published});
      });
    }
    std::ranges::stable_sort(all, {}, &History::Expectation::published);
  }
}

void add_consensus_words(Vocabulary& words) {
  words.add("consensus", consensus_fields);
}

}  // namespace wafercast::language
