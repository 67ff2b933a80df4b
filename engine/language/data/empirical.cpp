#include <engine/language/data/column_unit.hpp>
#include <engine/language/data/empirical.hpp>
#include <engine/language/data/row_conditions.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/value_text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast::language {
namespace {

struct Context {
  Diagnostics& diagnostics;
};

struct WrittenEmpirical {
  const Node* table = nullptr;
  const Node* column = nullptr;
  const Node* where = nullptr;
  std::optional<Unit> unit;
};

constexpr Field<Context, WrittenEmpirical> empirical_fields[] = {
    {"table", Presence::required, "text", note<&WrittenEmpirical::table>, "the table that holds the figures"},
    {"column", Presence::required, "text", note<&WrittenEmpirical::column>, "its column of figures"},
    {"where", Presence::optional, "{texts}", note<&WrittenEmpirical::where>, "which rows, by the text of columns"},
    {"unit", Presence::optional, "text",
     [](Context&, const Node& v, WrittenEmpirical& w) { w.unit = read_unit(text_of(v)); },
     "what the figures are measured in; the driver's unit when absent"},
};

}  // namespace

Belief read_empirical(const Reading& reading, const Node& map, const Unit& unit) {
  if (!map.is_map()) {
    throw ValueError("an empirical belief names a table and its column, so that its rows have dates",
                     "write {table: yields, column: yield}, and the file under 'data'");
  }
  Context context{reading.diagnostics};
  WrittenEmpirical written;
  const std::size_t before = reading.diagnostics.found().size();
  read_fields(context, map, "an empirical belief", empirical_fields, written);
  if (reading.diagnostics.found().size() != before) return Constant{0.0};
  const DataTable* table = reading.table(*written.table);
  if (table == nullptr) return Constant{0.0};
  const auto factor = written.unit.value_or(unit).factor_to(unit);
  if (!factor) {
    throw ValueError(fmt::format("{} does not convert into the driver's {} (another dimension)",
                                 in_quotes(written.unit->text()), in_quotes(unit.text())));
  }
  const RowConditions conditions(*table, written.where, reading.diagnostics);
  conditions.refuse_if_none(*table);
  std::size_t column = 0;
  guarded(written.column->where(), reading.diagnostics, [&] {
    column = table->column(text_of(*written.column));
    check_named_unit(written.column->text, written.unit.value_or(unit));
  });
  if (reading.diagnostics.found().size() != before) return Constant{0.0};

  Empirical empirical;
  for (const DataTable::Row& row : table->rows) {
    if (!conditions.hold(row)) continue;
    guarded(table->at(row, column), reading.diagnostics, [&] {
      if (const auto figure = number_in(row, column)) empirical.values.push_back(converted(*figure, *factor));
    });
  }
  if (empirical.values.empty()) {
    throw ValueError(fmt::format("no figure of '{}' is known on {}", table->file, to_string(reading.as_of)));
  }
  std::ranges::sort(empirical.values);
  return empirical;
}

void add_empirical_words(Vocabulary& words) {
  words.add("empirical", empirical_fields, Vocabulary::Extent::whole);
}

}  // namespace wafercast::language
