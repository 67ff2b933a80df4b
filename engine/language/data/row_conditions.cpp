#include <engine/language/data/row_conditions.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/value_text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast::language {

RowConditions::RowConditions(const DataTable& table, const Node* where, Diagnostics& diagnostics) {
  if (where == nullptr) return;
  for (const Entry& entry : as_map(*where).entries) {
    guarded(entry.place.location(), diagnostics, [&] {
      Condition condition{table.column(entry.key), {}};
      for (const Node* text : texts_of(entry.value)) condition.patterns.push_back(text->text);
      conditions_.push_back(std::move(condition));
    });
  }
}

bool RowConditions::hold(const DataTable::Row& row) const {
  return std::ranges::all_of(conditions_, [&](const Condition& condition) {
    const std::string_view text = trimmed(row.cells[condition.column]);
    return std::ranges::any_of(condition.patterns, [&](const std::string& pattern) { return fits(pattern, text); });
  });
}

void RowConditions::refuse_if_none(const DataTable& table) const {
  const auto held = [&](const DataTable::Row& row) { return hold(row); };
  if (conditions_.empty() || std::ranges::any_of(table.rows, held) || std::ranges::any_of(table.later, held)) return;
  throw ValueError(fmt::format("no row of '{}' fits", table.file), "correct 'where'");
}

}  // namespace wafercast::language
