#include <engine/language/data/column_unit.hpp>
#include <engine/language/data/estimate_parts.hpp>
#include <engine/language/data/estimate_rows.hpp>
#include <engine/language/data/metric_column.hpp>
#include <engine/language/data/period_factors.hpp>
#include <engine/language/data/row_conditions.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/time_text.hpp>
#include <engine/language/values/value_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace wafercast::language {
namespace {

enum class At { start, middle, end };

At read_at(const std::string& text) {
  if (text == "start") return At::start;
  if (text == "middle") return At::middle;
  if (text == "end") return At::end;
  throw ValueError(fmt::format("{} is not start, middle or end", in_quotes(text)));
}

struct WrittenList {
  const Node* table = nullptr;
  const Node* where = nullptr;
  const Node* period = nullptr;
  const Node* low = nullptr;
  const Node* mid = nullptr;
  const Node* high = nullptr;
  const Node* source = nullptr;
  const Node* sum = nullptr;
  const Node* by = nullptr;
  std::optional<Unit> unit;
  std::optional<double> recent_days;
  At at = At::middle;
  bool exact = false;
  bool total = false;
  const Node* times = nullptr;
  Sure sure;
};

using ListField = Field<Reading, WrittenList>;

constexpr ListField list_fields[] = {
    {"table", Presence::required, "text", note<&WrittenList::table>, "the table that holds the rows"},
    {"where", Presence::optional, "{texts}", note<&WrittenList::where>, "which rows, by the text of columns"},
    {"period", Presence::required, "text", note<&WrittenList::period>, "the column that says which time a row is for"},
    {"at", Presence::optional, "text", [](Reading&, const Node& v, WrittenList& l) { l.at = read_at(text_of(v)); },
     "the day of that time: start, middle or end"},
    {"low", Presence::optional, "text", note<&WrittenList::low>, "the column of the low figure"},
    {"mid", Presence::optional, "text", note<&WrittenList::mid>, "the column of the middle figure"},
    {"high", Presence::optional, "text", note<&WrittenList::high>, "the column of the high figure"},
    {"unit", Presence::optional, "text",
     [](Reading&, const Node& v, WrittenList& l) { l.unit = read_unit(text_of(v)); },
     "what the figures are measured in; the driver's unit when absent"},
    {"recent", Presence::optional, "text",
     [](Reading&, const Node& v, WrittenList& l) { l.recent_days = read_days(text_of(v)); },
     "rows older than the newest for the same time by more than this are superseded"},
    {"source", Presence::optional, "text", note<&WrittenList::source>, "the column that names the source"},
    {"exact", Presence::optional, "text",
     [](Reading&, const Node& v, WrittenList& l) { l.exact = read_flag(text_of(v)); },
     "true: reported facts, without spread"},
    {"total", Presence::optional, "text",
     [](Reading&, const Node& v, WrittenList& l) { l.total = read_flag(text_of(v)); },
     "true: of the whole period; what is known of it is taken off, the rest spread over the time left"},
    {"times", Presence::optional, "text|{text}", note<&WrittenList::times>,
     "a factor on the figures, where they count more or less than the driver does; or one by period"},
    {"sum", Presence::optional, "text", note<&WrittenList::sum>,
     "the column that names the parts which rows for the same time add up"},
    {"by", Presence::optional, "[estimates]", note<&WrittenList::by>,
     "further rows, of plain numbers, that the figures are multiplied by"},
    {"sure", Presence::optional, "texts", [](Reading&, const Node& v, WrittenList& l) { l.sure = read_sure(v); },
     "periods whose figures are meant, however odd they look; or all"},
};

/// A list with its columns found.
struct Selection {
  const DataTable& table;
  RowConditions conditions;
  std::size_t period = 0;
  std::optional<std::size_t> low{}, mid{}, high{}, source{}, sum{};
  double factor = 1.0;
  PeriodFactors times{};
  At at = At::middle;
  Sure sure{};
  SourceLocation stated{};
};

Date day_at(const DateRange& days, At at) {
  switch (at) {
    case At::start:
      return days.first;
    case At::end:
      return days.last - std::chrono::days(1);
    case At::middle:
      break;
  }
  return days.middle();
}

/// Finds columns, reporting each that is missing at its own place.
class ColumnFinder {
 public:
  ColumnFinder(const DataTable& table, Diagnostics& diagnostics) : table_(table), diagnostics_(diagnostics) {}

  std::optional<std::size_t> find(const Node* name) {
    std::optional<std::size_t> column;
    if (name == nullptr) return column;
    guarded(name->where(), diagnostics_, [&] { column = table_.column(text_of(*name)); });
    return column;
  }

 private:
  const DataTable& table_;
  Diagnostics& diagnostics_;
};

/// The figure in a row's column, which is noted with its cell; nothing when it is not known.
std::optional<double> take_figure(const Selection& selection, const DataTable::Row& row,
                                  std::optional<std::size_t> column, Estimate& estimate, Diagnostics& diagnostics) {
  std::optional<double> figure;
  if (!column) return figure;
  const SourceLocation where = selection.table.at(row, *column);
  guarded(where, diagnostics, [&] {
    const auto number = number_in(row, *column);
    if (!number) return;
    figure = converted(*number, selection.factor);
    estimate.figures.push_back({.value = *figure,
                                .metric = selection.table.columns[*column],
                                .period = estimate.label,
                                .where = where,
                                .stated = selection.stated,
                                .sure = selection.sure.of(estimate.label)});
  });
  return figure;
}

/// The figures of a row: a missing middle is between low and high, or the one that is there. Nothing when all are
/// unknown.
std::optional<Estimate> read_row(const Reading& reading, const Selection& selection, const DataTable::Row& row) {
  Estimate e{};
  e.label = trimmed(row.cells[selection.period]);
  e.published = row.published;
  const auto low = take_figure(selection, row, selection.low, e, reading.diagnostics);
  auto mid = take_figure(selection, row, selection.mid, e, reading.diagnostics);
  const auto high = take_figure(selection, row, selection.high, e, reading.diagnostics);
  if (!mid && low && high) mid = (*low + *high) / 2.0;
  if (!mid) mid = low ? low : high;
  if (!mid) return std::nullopt;
  e.where = e.figures.front().where;
  e.period = read_period(e.label, reading.calendar);
  e.day = day_at(e.period, selection.at);
  if (selection.sum) e.part = trimmed(row.cells[*selection.sum]);
  e.source = selection.source ? row.cells[*selection.source] : selection.table.file;
  e.low = low.value_or(*mid);
  e.mid = *mid;
  e.high = high.value_or(*mid);
  const double factor = selection.times.at(e.period.middle());
  for (double* figure : {&e.low, &e.mid, &e.high}) *figure *= factor;
  for (Figure& figure : e.figures) figure.value *= factor;
  return e;
}

/// The columns, or the rows that are meant by a column's text, name no other unit than they are read in.
void check_named_units(const WrittenList& written, const Unit& unit, Diagnostics& diagnostics) {
  if (written.sure.of_all()) return;
  std::vector<const Node*> names;
  for (const Node* column : {written.low, written.mid, written.high}) {
    if (column != nullptr) names.push_back(column);
  }
  if (written.where != nullptr) {
    for (const Entry& condition : written.where->entries) {
      std::ranges::copy(texts_of(condition.value), std::back_inserter(names));
    }
  }
  for (const Node* name : names) {
    guarded(name->where(), diagnostics, [&] { check_named_unit(text_of(*name), written.unit.value_or(unit)); });
  }
}

std::optional<Selection> find_columns(Reading& reading, const WrittenList& written, const Unit& unit,
                                      const SourceLocation& stated) {
  const DataTable* table = reading.table(*written.table);
  if (table == nullptr) return std::nullopt;
  const std::size_t before = reading.diagnostics.found().size();
  ColumnFinder finder(*table, reading.diagnostics);
  Selection selection{.table = *table, .conditions = RowConditions(*table, written.where, reading.diagnostics)};
  selection.period = finder.find(written.period).value_or(0);
  selection.low = finder.find(written.low);
  selection.mid = finder.find(written.mid);
  selection.high = finder.find(written.high);
  selection.source = finder.find(written.source);
  selection.sum = finder.find(written.sum);
  selection.at = written.at;
  check_named_units(written, unit, reading.diagnostics);
  if (reading.diagnostics.found().size() != before) return std::nullopt;
  const auto factor = written.unit.value_or(unit).factor_to(unit);
  if (!factor) {
    throw ValueError(fmt::format("{} does not convert into the driver's {} (another dimension)",
                                 in_quotes(written.unit->text()), in_quotes(unit.text())));
  }
  selection.factor = *factor;
  if (written.times != nullptr) {
    guarded(written.times->where(), reading.diagnostics, [&] {
      if (written.times->is_map()) {
        selection.times = PeriodFactors(reading, *written.times);
      } else {
        selection.factor *= read_factor(*written.times);
      }
    });
  }
  selection.sure = written.sure;
  selection.stated = stated;
  return selection;
}

}  // namespace

std::optional<EstimateList> read_estimate_list(Reading& reading, const Node& node, const Unit& unit, NoRows no_rows) {
  const std::size_t before = reading.diagnostics.found().size();
  WrittenList written;
  read_fields(reading, node, "a list of estimates", list_fields, written);
  if (reading.diagnostics.found().size() != before) return std::nullopt;
  if (written.low == nullptr && written.mid == nullptr && written.high == nullptr) {
    throw ValueError("a list of estimates names a column of figures", "add 'mid', 'low' or 'high'");
  }
  const auto selection = find_columns(reading, written, unit, node.where());
  if (!selection) return std::nullopt;
  EstimateList list;
  list.exact = written.exact;
  list.total = written.total;
  if (list.exact && list.total) throw ValueError("reported facts are no totals of what is to come", "leave one out");
  if (no_rows == NoRows::slip) selection->conditions.refuse_if_none(selection->table);
  for (const DataTable::Row& row : selection->table.rows) {
    if (row.published > reading.as_of || !selection->conditions.hold(row)) continue;  // an earlier day may be asked for
    guarded(selection->table.at(row, selection->period), reading.diagnostics, [&] {
      if (auto estimate = read_row(reading, *selection, row)) list.estimates.push_back(std::move(*estimate));
    });
  }
  if (reading.diagnostics.found().size() != before) return std::nullopt;
  list.record = list.estimates;
  if (written.recent_days) drop_superseded(list.estimates, *written.recent_days);
  if (written.sum != nullptr) {
    if (list.exact) drop_superseded(list.estimates, 0.0);  // the newest fact of each part
    list.estimates = summed(list.estimates);
  }
  if (written.by != nullptr && !list.estimates.empty()) multiply_by(reading, *written.by, list.estimates);
  return list;
}

void check_estimates(std::vector<Estimate>& estimates, const Unit& unit, Diagnostics& diagnostics) {
  const bool is_share = unit.is_plain_number();
  std::ranges::stable_sort(estimates, {}, &Estimate::day);
  std::vector<Figure*> in_order;
  for (Estimate& estimate : estimates) {
    for (Figure& figure : estimate.figures) {
      if (is_share) figure.value *= *unit.factor_to(Unit());
      in_order.push_back(&figure);
    }
  }
  check_column(in_order, is_share ? Unit() : unit, reach_of_estimates, diagnostics);
  for (const Estimate& e : estimates) {
    if (e.low <= e.mid && e.mid <= e.high) continue;
    if (std::ranges::any_of(e.figures, &Figure::odd)) continue;
    diagnostics.error(e.where, fmt::format("the low, middle and high figures of {} do not rise", e.label),
                      "correct one of them");
  }
}

void add_estimate_list_words(Vocabulary& words) {
  words.add("estimates", list_fields, Vocabulary::Extent::whole);
}

}  // namespace wafercast::language
