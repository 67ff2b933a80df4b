#include <engine/core/fiscal_calendar.hpp>
#include <engine/language/data/column_unit.hpp>
#include <engine/language/data/metric_column.hpp>
#include <engine/language/values/value_text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast::language {
namespace {

struct ColumnContext {
  Diagnostics& diagnostics;
  const DataTable& table;
};

struct WrittenColumn {
  const Node* name = nullptr;
  const Node* unit = nullptr;
  MetricColumn column;
};

bool is_fiscal(std::string_view period) {
  return parse_fiscal_quarter(period).has_value() || parse_fiscal_year(period).has_value();
}

constexpr Field<ColumnContext, WrittenColumn> column_fields[] = {
    {"column", Presence::required, "text",
     [](ColumnContext& c, const Node& v, WrittenColumn& w) {
       w.column.column = c.table.column(text_of(v));
       w.name = &v;
     },
     "the column that holds the figure"},
    {"unit", Presence::required, "text",
     [](ColumnContext&, const Node& v, WrittenColumn& w) {
       w.column.unit = read_unit(text_of(v));
       base_unit(w.column.unit);
       w.unit = &v;
     },
     "what the figure is measured in"},
    {"sure", Presence::optional, "texts",
     [](ColumnContext&, const Node& v, WrittenColumn& w) {
       w.column.sure = read_sure(v);
       for (const std::string& period : w.column.sure.periods) {
         if (period == "all" || is_fiscal(period)) continue;
         throw ValueError(fmt::format("{} is no quarter of a row", in_quotes(period)), "write it like FY27Q2, or all");
       }
     },
     "quarters whose rows hold what is meant, however odd it looks; or all"},
};

}  // namespace

bool Sure::of(std::string_view period) const {
  return std::ranges::any_of(periods, [&](const std::string& sure) { return sure == period || sure == "all"; });
}

Sure read_sure(const Node& node) {
  Sure sure;
  for (const Node* period : texts_of(node)) sure.periods.emplace_back(trimmed(period->text));
  return sure;
}

std::optional<MetricColumn> read_metric_column(const DataTable& table, const Entry& metric, Diagnostics& diagnostics) {
  const std::size_t before = diagnostics.found().size();
  ColumnContext context{diagnostics, table};
  WrittenColumn written;
  written.column.metric = metric.key;
  written.column.stated = metric.place.location();
  read_fields(context, metric.value, "a metric", column_fields, written);
  if (written.name != nullptr && written.unit != nullptr && !written.column.sure.of_all()) {
    guarded(written.unit->where(), diagnostics, [&] { check_named_unit(written.name->text, written.column.unit); });
  }
  return diagnostics.found().size() == before ? std::optional(written.column) : std::nullopt;
}

std::optional<Figure> figure_in(const DataTable& table, const DataTable::Row& row, const MetricColumn& column,
                                std::string_view period) {
  const auto number = number_in(row, column.column);
  if (!number) return std::nullopt;
  return Figure{.value = converted(*number, *column.unit.factor_to(base_unit(column.unit))),
                .metric = column.metric,
                .period = std::string(period),
                .where = table.at(row, column.column),
                .stated = column.stated,
                .sure = column.sure.of(period)};
}

Unit base_unit(const Unit& unit) {
  for (const std::string_view base : {"fraction", "USD", "USD/share", "wafer", "package", "rack", "device", "gigabyte",
                                      "share", "task", "quarter", "USD/package", "USD/quarter", "wafer/quarter"}) {
    if (const Unit candidate = read_unit(base); unit.same_dimension(candidate)) return candidate;
  }
  throw ValueError(fmt::format("no metric is measured in {}", in_quotes(unit.text())));
}

void add_metric_column_words(Vocabulary& words) {
  words.add("metric column", column_fields);
}

}  // namespace wafercast::language
