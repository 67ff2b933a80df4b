#include <engine/language/data/history_rows.hpp>
#include <engine/language/syntax/fields.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace wafercast::language {
namespace {

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

/// What is told again was told before.
void check_told_before(const Reading& reading, FiscalQuarter quarter, Date again) {
  const auto first = reading.history.published.find(quarter);
  if (first == reading.history.published.end()) {
    throw ValueError(fmt::format("{} is told again, and no row of the history tells it at first", to_string(quarter)),
                     "correct the quarter, or add its row to the table of reported quarters");
  }
  if (again >= first->second) return;
  throw ValueError(fmt::format("{} is told again on {}, before it was told at first on {}", to_string(quarter),
                               to_string(again), to_string(first->second)),
                   "correct the quarter or the day");
}

}  // namespace

FiscalQuarter read_quarter(const std::string& cell) {
  const auto quarter = parse_fiscal_quarter(trimmed(cell));
  if (quarter) return *quarter;
  throw ValueError(fmt::format("{} is not a fiscal quarter", in_quotes(cell)), "write it like FY26Q1");
}

std::vector<QuarterRow> rows_by_quarter(Reading& reading, const DataTable& table, std::size_t column,
                                        std::optional<std::size_t> period_end) {
  std::vector<QuarterRow> rows;
  for (const DataTable::Row& row : table.rows) {
    guarded(table.at(row, column), reading.diagnostics, [&] {
      const FiscalQuarter quarter = read_quarter(row.cells[column]);
      if (period_end) {
        guarded(table.at(row, *period_end), reading.diagnostics,
                [&] { check_period_end(reading, quarter, trimmed(row.cells[*period_end])); });
      }
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

std::vector<QuarterRow> restated_rows(Reading& reading, const DataTable& table, std::size_t column) {
  std::vector<QuarterRow> rows;
  for (const DataTable::Row& row : table.rows) {
    if (row.published > reading.reported_until) continue;
    guarded(table.at(row, column), reading.diagnostics, [&] {
      const FiscalQuarter quarter = read_quarter(row.cells[column]);
      check_told_before(reading, quarter, row.published);
      rows.push_back({quarter, &row});
    });
  }
  std::ranges::stable_sort(rows, {}, [](const QuarterRow& row) { return row.row->published; });
  return rows;
}

}  // namespace wafercast::language
