#include <engine/language/data/conditioning_reader.hpp>
#include <engine/language/data/consensus_reader.hpp>
#include <engine/language/data/history_reader.hpp>
#include <engine/language/data/reporting_lines.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/value_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace wafercast::language {
namespace {

struct Observe {
  const Node* history = nullptr;
  const Node* condition = nullptr;
  const Node* guidance = nullptr;
  const Node* statements = nullptr;
  const Node* consensus = nullptr;
};

constexpr Field<Reading, Observe> observe_fields[] = {
    {"history", Presence::optional, note<&Observe::history>, "the company's reported quarters"},
    {"condition", Presence::optional, note<&Observe::condition>, "what the forecast is conditioned on"},
    {"guidance", Presence::optional, note<&Observe::guidance>, "an outlook that no table has, given by hand"},
    {"statements", Presence::optional, note<&Observe::statements>, "what was said of quarters, past or to come"},
    {"consensus", Presence::optional, note<&Observe::consensus>, "what others expect, shown and scored beside"},
};

struct WrittenHistory {
  const Node* table = nullptr;
  const Node* quarter = nullptr;
  const Node* period_end = nullptr;
  const Node* metrics = nullptr;
  const Node* guided = nullptr;
  const Node* lines = nullptr;
  const Node* restated = nullptr;
};

constexpr Field<Reading, WrittenHistory> history_fields[] = {
    {"table", Presence::required, note<&WrittenHistory::table>, "the table of reported quarters"},
    {"quarter", Presence::required, note<&WrittenHistory::quarter>, "its column of fiscal quarters"},
    {"period_end", Presence::optional, note<&WrittenHistory::period_end>, "its column of the quarters' last days"},
    {"metrics", Presence::required, note<&WrittenHistory::metrics>, "metrics with their columns and units"},
    {"guided", Presence::optional, note<&WrittenHistory::guided>, "outlook for the next quarter, in the same way"},
    {"lines", Presence::optional, note<&WrittenHistory::lines>, "what adds up to what"},
    {"restated", Presence::optional, note<&WrittenHistory::restated>,
     "a table of figures that were told again, on another basis, with the same columns"},
};

struct MetricColumn {
  std::size_t column = 0;
  Unit unit;
};

struct ColumnContext {
  Diagnostics& diagnostics;
  const DataTable& table;
};

constexpr Field<ColumnContext, MetricColumn> column_fields[] = {
    {"column", Presence::required,
     [](ColumnContext& c, const Node& v, MetricColumn& m) { m.column = c.table.column(text_of(v)); },
     "the column that holds the figure"},
    {"unit", Presence::required,
     [](ColumnContext&, const Node& v, MetricColumn& m) {
       m.unit = read_unit(text_of(v));
       base_unit(m.unit);
     },
     "what the figure is measured in"},
};

/// A row of the table with its quarter.
struct QuarterRow {
  FiscalQuarter quarter;
  const DataTable::Row* row;
};

FiscalQuarter read_quarter(const std::string& cell) {
  const auto quarter = parse_fiscal_quarter(trimmed(cell));
  if (quarter) return *quarter;
  throw ValueError(fmt::format("{} is not a fiscal quarter", in_quotes(cell)), "write it like FY26Q1");
}

/// A quarter is reported after it has ended, and within a year.
void check_day(const Reading& reading, FiscalQuarter quarter, Date published) {
  const Date end = reading.calendar.days_of(quarter).last;
  // A company's year may end some days before or after the model's calendar has it.
  constexpr std::chrono::days slack(21);
  constexpr std::chrono::days latest(400);
  if (published < end - slack || published > end + latest) {
    throw ValueError(fmt::format("{} ends on {} and is said to have been reported on {}", to_string(quarter),
                                 to_string(end - std::chrono::days(1)), to_string(published)),
                     "correct the quarter or the day");
  }
}

/// The last day that a row states is the one that its quarter has, give or take a week of the company's calendar.
void check_period_end(const Reading& reading, FiscalQuarter quarter, std::string_view text) {
  if (text.empty()) return;
  const auto stated = parse_date(text);
  if (!stated) throw ValueError(fmt::format("{} is not a date", in_quotes(text)), "write it like 2025-03-31");
  constexpr std::chrono::days slack(10);
  const Date last = reading.calendar.days_of(quarter).last - std::chrono::days(1);
  if (*stated >= last - slack && *stated <= last + slack) return;
  throw ValueError(
      fmt::format("{} ends on {}, and the row says {}", to_string(quarter), to_string(last), to_string(*stated)),
      "correct the quarter or the day");
}

/// One row for a quarter and a day, and no quarter left out between others.
void check_rows(Reading& reading, const DataTable& table, const std::vector<QuarterRow>& rows) {
  std::map<std::pair<FiscalQuarter, Date>, const DataTable::Row*> seen;
  std::map<FiscalQuarter, const DataTable::Row*> quarters;
  for (const auto& [quarter, row] : rows) {
    const auto [first, is_new] = seen.emplace(std::pair(quarter, row->published), row);
    quarters.emplace(quarter, row);
    if (is_new) continue;
    reading.diagnostics.error(
        table.at(*row),
        fmt::format("{} was reported in line {} on the same day", to_string(quarter), first->second->line),
        "keep one of the two, or date the correction later");
  }
  for (auto next = quarters.begin(); next != quarters.end(); ++next) {
    if (next == quarters.begin() || std::prev(next)->first + 1 == next->first) continue;
    reading.diagnostics.error(
        table.at(*next->second),
        fmt::format("no row for {} stands before {}", to_string(std::prev(next)->first + 1), to_string(next->first)),
        "add it; cells that are not known stay empty");
  }
}

/// The rows by quarter, a later publication after an earlier one so that it wins.
std::vector<QuarterRow> rows_by_quarter(Reading& reading, const DataTable& table, std::size_t column,
                                        std::optional<std::size_t> period_end) {
  std::vector<QuarterRow> rows;
  for (const DataTable::Row& row : table.rows) {
    guarded(table.at(row), reading.diagnostics, [&] {
      const FiscalQuarter quarter = read_quarter(row.cells[column]);
      if (period_end) check_period_end(reading, quarter, trimmed(row.cells[*period_end]));
      check_day(reading, quarter, row.published);
      rows.push_back({quarter, &row});
    });
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const QuarterRow& a, const QuarterRow& b) { return a.row->published < b.row->published; });
  check_rows(reading, table, rows);
  return rows;
}

std::vector<QuarterRow> published_until(std::vector<QuarterRow> rows, Date cut) {
  std::erase_if(rows, [cut](const QuarterRow& row) { return row.row->published > cut; });
  return rows;
}

bool has_column(const DataTable& table, const Node& metric) {
  const Node* column = metric.find("column");
  return column == nullptr || std::ranges::find(table.columns, column->text) != table.columns.end();
}

enum class Columns { all, some };

/// Reads the metrics of one group; `ahead` is how many quarters after the row's own their figures are for. Of a table
/// with some columns the metrics of the others are left out.
void read_metrics(Reading& reading, const DataTable& table, const std::vector<QuarterRow>& rows, const Node& metrics,
                  int ahead, Columns columns, std::map<std::string, History::Series>& into) {
  ColumnContext context{reading.diagnostics, table};
  for (const Entry& entry : as_map(metrics).entries) {
    if (columns == Columns::some && !has_column(table, entry.value)) continue;
    MetricColumn metric;
    const std::size_t before = reading.diagnostics.found().size();
    read_fields(context, entry.value, "a metric", column_fields, metric);
    History::Series& series = into[entry.key];
    if (reading.diagnostics.found().size() != before) {
      reading.unreadable.insert(entry.key);
      continue;
    }
    const Unit base = base_unit(metric.unit);
    reading.history.stated.push_back({entry.key, base, entry.place.location()});
    reading.metric_units.insert_or_assign(entry.key, base);
    if (ahead == 0) reading.history.columns[entry.key] = table.columns[metric.column];
    for (const QuarterRow& row : rows) {
      guarded(table.at(*row.row), reading.diagnostics, [&] {
        const auto figure = number_in(*row.row, metric.column);
        if (!figure) return;
        const auto [held, is_new] = series.emplace(row.quarter + ahead, 0.0);
        const double amount = converted(*figure, *metric.unit.factor_to(base));
        if (!is_new && ahead == 0) reading.history.first_reported[entry.key].emplace(row.quarter, held->second);
        held->second = amount;
      });
    }
  }
}

/// Figures that were told again replace those told at first, from the day on which they were; later than all that is
/// known otherwise, they stand after it.
void read_restated(Reading& reading, const WrittenHistory& written, FiscalQuarter newest) {
  const DataTable* table = reading.table(*written.restated);
  if (table == nullptr) return;
  std::vector<QuarterRow> rows;
  const std::size_t column = table->column(text_of(*written.quarter));
  for (const DataTable::Row& row : table->rows) {
    guarded(table->at(row), reading.diagnostics, [&] {
      const QuarterRow read{read_quarter(row.cells[column]), &row};
      if (row.published <= reading.reported_until && read.quarter <= newest) rows.push_back(read);
    });
  }
  std::ranges::stable_sort(rows, {}, [](const QuarterRow& row) { return row.row->published; });
  read_metrics(reading, *table, rows, *written.metrics, 0, Columns::some, reading.history.reported);
}

void read_history(Reading& reading, const Node& node) {
  WrittenHistory written;
  const std::size_t before = reading.diagnostics.found().size();
  read_fields(reading, node, "a history", history_fields, written);
  if (reading.diagnostics.found().size() != before) return;
  const DataTable* table = reading.table(*written.table);
  if (table == nullptr) return;
  std::vector<QuarterRow> all;
  std::optional<std::size_t> period_end;
  if (written.period_end != nullptr) {
    guarded(written.period_end->where(), reading.diagnostics,
            [&] { period_end = table->column(text_of(*written.period_end)); });
  }
  guarded(written.quarter->where(), reading.diagnostics,
          [&] { all = rows_by_quarter(reading, *table, table->column(text_of(*written.quarter)), period_end); });
  if (reading.diagnostics.found().size() != before) return;
  const std::vector<QuarterRow> rows = published_until(all, reading.reported_until);
  if (rows.empty()) {
    throw ValueError(fmt::format("no quarter had been reported by the as-of date {}", to_string(reading.as_of)),
                     "choose a later as-of date");
  }
  read_metrics(reading, *table, rows, *written.metrics, 0, Columns::all, reading.history.reported);
  if (written.guided != nullptr) {
    const std::vector<QuarterRow> outlooks = published_until(all, reading.guided_until);
    read_metrics(reading, *table, outlooks, *written.guided, 1, Columns::all, reading.history.guided);
  }
  for (const QuarterRow& row : rows) {
    reading.history.published.emplace(row.quarter, row.row->published);
    reading.history.rows.emplace(row.quarter, table->at(*row.row));
  }
  const FiscalQuarter newest = reading.history.published.rbegin()->first;
  if (written.restated != nullptr) {
    guarded(written.restated->where(), reading.diagnostics, [&] { read_restated(reading, written, newest); });
  }
  if (written.lines != nullptr) {
    guarded(written.lines->where(), reading.diagnostics,
            [&] { reading.history.lines = read_lines(reading, *written.lines); });
    fill_lines(reading.history);
  }
  reading.last_reported = newest;
  reading.history_failed = false;
}

}  // namespace

Unit base_unit(const Unit& unit) {
  for (const std::string_view base : {"fraction", "USD", "USD/share", "wafer", "package", "rack", "device", "gigabyte",
                                      "share", "task", "quarter", "USD/package", "USD/quarter", "wafer/quarter"}) {
    if (const Unit candidate = read_unit(base); unit.same_dimension(candidate)) return candidate;
  }
  throw ValueError(fmt::format("no metric is measured in {}", in_quotes(unit.text())));
}

void read_observe(Reading& reading, const Node* observe) {
  reading.last_reported = reading.calendar.quarter_of(reading.as_of) - 1;
  if (observe == nullptr) return;
  Observe written;
  read_fields(reading, *observe, "'observe'", observe_fields, written);
  if (written.history == nullptr) return;
  reading.history_failed = true;
  guarded(written.history->where(), reading.diagnostics, [&] { read_history(reading, *written.history); });
  if (written.consensus != nullptr) {
    guarded(written.consensus->where(), reading.diagnostics, [&] { read_consensus(reading, *written.consensus); });
  }
  if (written.condition == nullptr || reading.history_failed) return;
  guarded(written.condition->where(), reading.diagnostics,
          [&] { reading.conditioning = read_conditioning(reading, *written.condition); });
}

void add_history_words(Vocabulary& words) {
  words.add("observe", observe_fields);
  words.add("history", history_fields);
  words.add("metric column", column_fields);
}

}  // namespace wafercast::language
