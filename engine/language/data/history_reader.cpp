#include <engine/language/data/conditioning_reader.hpp>
#include <engine/language/data/consensus_reader.hpp>
#include <engine/language/data/history_check.hpp>
#include <engine/language/data/history_reader.hpp>
#include <engine/language/data/history_rows.hpp>
#include <engine/language/data/metric_column.hpp>
#include <engine/language/data/reporting_lines.hpp>
#include <engine/language/syntax/fields.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

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
    {"history", Presence::optional, "history", note<&Observe::history>, "the company's reported quarters"},
    {"condition", Presence::optional, "condition", note<&Observe::condition>, "what the forecast is conditioned on"},
    {"guidance", Presence::optional, "guidance|[guidance]", note<&Observe::guidance>,
     "an outlook that no table has, given by hand"},
    {"statements", Presence::optional, "[statement]", note<&Observe::statements>,
     "what was said of quarters, past or to come"},
    {"consensus", Presence::optional, "consensus", note<&Observe::consensus>,
     "what others expect, shown and scored beside"},
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
    {"table", Presence::required, "text", note<&WrittenHistory::table>, "the table of reported quarters"},
    {"quarter", Presence::required, "text", note<&WrittenHistory::quarter>, "its column of fiscal quarters"},
    {"period_end", Presence::optional, "text", note<&WrittenHistory::period_end>,
     "its column of the quarters' last days"},
    {"metrics", Presence::required, "{metric column}", note<&WrittenHistory::metrics>,
     "metrics with their columns and units"},
    {"guided", Presence::optional, "{metric column}", note<&WrittenHistory::guided>,
     "outlook for the next quarter, in the same way"},
    {"lines", Presence::optional, "{any}", note<&WrittenHistory::lines>, "what adds up to what"},
    {"restated", Presence::optional, "text", note<&WrittenHistory::restated>,
     "a table of figures that were told again, on another basis, with the same columns"},
};

bool has_column(const DataTable& table, const Node& metric) {
  const Node* column = metric.find("column");
  return column == nullptr || std::ranges::find(table.columns, column->text) != table.columns.end();
}

enum class Columns { all, some };

/// How the figures of one group of metrics are read.
struct Group {
  const Node& metrics;
  const char* of_row;  ///< behind a metric's name in messages
  int ahead;           ///< how many quarters after the row's own its figures are for
  Columns columns;     ///< of a table with some columns the metrics of the others are left out
};

/// Two statements of one metric, reported and guided, measure the same.
void note_unit(Reading& reading, const std::string& metric, const Unit& base, const Node& stated) {
  const auto known = reading.metric_units.emplace(metric, base).first;
  if (known->second.same_dimension(base)) return;
  reading.diagnostics.error(stated.where(), fmt::format("{} is measured in '{}' and guided in '{}'", metric,
                                                        known->second.text(), base.text()));
}

/// Reads the metrics of one group into the history, and answers their columns for what is checked of them.
CheckedColumns read_metrics(Reading& reading, const DataTable& table, const std::vector<QuarterRow>& rows,
                            const Group& group, std::map<std::string, History::Series>& into) {
  CheckedColumns checked;
  for (const Entry& entry : as_map(group.metrics).entries) {
    if (group.columns == Columns::some && !has_column(table, entry.value)) continue;
    History::Series& series = into[entry.key];
    const auto column = read_metric_column(table, entry, reading.diagnostics);
    if (!column) {
      reading.unreadable.insert(entry.key);
      continue;
    }
    const Unit base = base_unit(column->unit);
    reading.history.stated.push_back({entry.key, base, entry.place.location()});
    note_unit(reading, entry.key, base, entry.value);
    if (group.ahead == 0) reading.history.columns[entry.key] = table.columns[column->column];
    CheckedColumn& told = checked[entry.key];
    told.unit = base;
    for (const QuarterRow& row : rows) {
      guarded(table.at(*row.row, column->column), reading.diagnostics, [&] {
        auto figure = figure_in(table, *row.row, *column, to_string(row.quarter));
        if (!figure) return;
        figure->metric += group.of_row;
        if (group.ahead == 0) reading.cells[entry.key].insert_or_assign(row.quarter, figure->where);
        const auto [held, is_new] = series.emplace(row.quarter + group.ahead, 0.0);
        if (!is_new && group.ahead == 0) reading.history.first_reported[entry.key].emplace(row.quarter, held->second);
        held->second = figure->value;
        told.figures.insert_or_assign(row.quarter, *std::move(figure));
      });
    }
  }
  return checked;
}

/// Figures that were told again replace those told at first, from the day on which they were.
void read_restated(Reading& reading, const WrittenHistory& written, CheckedColumns& reported) {
  const DataTable* table = reading.table(*written.restated);
  if (table == nullptr) return;
  const auto rows = restated_rows(reading, *table, table->column(text_of(*written.quarter)));
  const Group group{*written.metrics, "", 0, Columns::some};
  const CheckedColumns again = read_metrics(reading, *table, rows, group, reading.history.reported);
  if (again.empty()) {
    throw ValueError(fmt::format("{} has none of the columns of 'metrics'", table->file),
                     "name its columns like theirs");
  }
  for (const auto& [metric, column] : again) {
    for (const auto& [quarter, figure] : column.figures) reported[metric].figures.insert_or_assign(quarter, figure);
  }
  check_columns(reported, reading.diagnostics);
}

/// Puts other figures in the place of those of the same quarters.
void replace_quarters(const Figures& by, std::map<std::string, History::Series>& told) {
  std::set<FiscalQuarter> quarters;
  for (const auto& [metric, series] : by) {
    for (const auto& [quarter, value] : series) quarters.insert(quarter);
  }
  for (auto& [metric, series] : told) {
    const auto others = by.find(metric);
    for (const FiscalQuarter quarter : quarters) {
      const auto held = series.find(quarter);
      if (held == series.end()) continue;
      if (others == by.end() || !others->second.contains(quarter)) {
        series.erase(held);
      } else {
        held->second = others->second.at(quarter);
      }
    }
  }
}

/// What was told of a quarter at first is what is held of it, once other figures stand in its place.
void read_in_place(const Reading& reading, History& history) {
  replace_quarters(reading.reported_as, history.reported);
  replace_quarters(reading.reported_as, history.first_reported);
  replace_quarters(reading.guided_as, history.guided);
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
  CheckedColumns reported =
      read_metrics(reading, *table, rows, {*written.metrics, "", 0, Columns::all}, reading.history.reported);
  check_columns(reported, reading.diagnostics);
  if (written.guided != nullptr) {
    const Group group{*written.guided, " guided in the row", 1, Columns::all};
    CheckedColumns guided =
        read_metrics(reading, *table, published_until(all, reading.guided_until), group, reading.history.guided);
    check_columns(guided, reading.diagnostics);
    check_outlook(guided, reported, reading.diagnostics);
  }
  for (const QuarterRow& row : rows) {
    reading.history.published.emplace(row.quarter, row.row->published);
    reading.history.rows.emplace(row.quarter, table->at(*row.row));
  }
  const FiscalQuarter newest = reading.history.published.rbegin()->first;
  if (written.restated != nullptr) {
    guarded(written.restated->where(), reading.diagnostics, [&] { read_restated(reading, written, reported); });
  }
  check_per_share(reported, reading.diagnostics);
  read_in_place(reading, reading.history);
  if (written.lines != nullptr) {
    guarded(written.lines->where(), reading.diagnostics,
            [&] { reading.history.lines = read_lines(reading, *written.lines); });
    check_lines(reported, reading.history.lines, reading.diagnostics);
    fill_lines(reading.history);
  }
  reading.last_reported = newest;
  reading.history_failed = false;
}

}  // namespace

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
  add_metric_column_words(words);
}

}  // namespace wafercast::language
