#include <runners/jobs/record/record_table.hpp>

#include <engine/core/date.hpp>
#include <engine/core/suggest.hpp>
#include <engine/language/data/data_table.hpp>
#include <engine/language/syntax/text.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace wafercast {
namespace {

using language::DataTable;

const std::vector<std::string> usual_quarter = {"quarter", "fiscal_quarter", "period", "period_end"};
const std::vector<std::string> usual_published = {"report_date", "published", "date"};
const std::vector<std::string> usual_revenue = {"revenue", "revenue_musd", "revenue_busd"};
const std::vector<std::string> usual_outlook = {"outlook", "guide_next_q_revenue_musd", "guidance", "guided_revenue"};
const std::vector<std::string> usual_one_off = {"one_off", "revenue_one_off_musd"};

/// `2024Q1`, `FY24Q1`, `Q1 2024`, `Q1 FY24`, or the day on which a quarter ended. Quarters of whole weeks end some days
/// before or after a month does: two weeks earlier they were in the same calendar quarter in every year.
std::optional<FiscalQuarter> quarter_of(std::string text) {
  constexpr std::chrono::days well_before_its_end(15);
  std::erase(text, ' ');
  if (const auto day = parse_date(text)) {
    const std::chrono::year_month_day date(*day - well_before_its_end);
    return FiscalQuarter(static_cast<int>(date.year()),
                         static_cast<int>((static_cast<unsigned>(date.month()) + 2) / 3));
  }
  if (text.size() > 2 && text.front() == 'Q') text = text.substr(2) + text.substr(0, 2);
  if (text.starts_with("CY")) text = text.substr(2);
  if (!text.starts_with("FY")) text = "FY" + text;
  return parse_fiscal_quarter(text);
}

class RecordReader {
 public:
  RecordReader(const DataTable& table, const RecordColumns& columns, Diagnostics& diagnostics)
      : table_(table), columns_(columns), diagnostics_(diagnostics) {}

  History read() {
    const auto quarter = find(columns_.quarter, usual_quarter, true, "--quarter");
    const auto revenue = find(columns_.revenue, usual_revenue, true, "--revenue");
    const auto outlook = find(columns_.outlook, usual_outlook, true, "--outlook");
    const auto one_off = find(columns_.one_off, usual_one_off, !columns_.one_off.empty(), "--one-off");
    if (!quarter || !revenue || !outlook || refuses_first_days(*quarter)) return {};
    History history;
    for (const DataTable::Row& row : table_.rows) {
      const auto at = quarter_of(std::string(language::trimmed(row.cells[*quarter])));
      if (!at) {
        diagnostics_.error(table_.at(row, *quarter), fmt::format("'{}' is no quarter", row.cells[*quarter]),
                           "write it like 2024Q1, or as the day on which it ended");
        continue;
      }
      history.rows.emplace(*at, table_.at(row, *quarter));
      read_row(row, *at, *revenue, *outlook, one_off, history);
    }
    check(history);
    return history;
  }

 private:
  /// Quarters that are all given by their first day, as some sources do, would each be taken for the one before.
  bool refuses_first_days(std::size_t quarter) {
    const auto is_first_day = [&](const DataTable::Row& row) {
      const auto day = parse_date(std::string(language::trimmed(row.cells[quarter])));
      if (!day) return false;
      const std::chrono::year_month_day date(*day);
      return static_cast<unsigned>(date.day()) == 1 && static_cast<unsigned>(date.month()) % 3 == 1;
    };
    if (table_.rows.size() < 2 || !std::ranges::all_of(table_.rows, is_first_day)) return false;
    diagnostics_.error(table_.at(table_.rows.front(), quarter), "the quarters are given by their first days",
                       "write them like 2024Q1, or as the days on which they ended");
    return true;
  }

  std::optional<std::size_t> find(const std::string& named, const std::vector<std::string>& usual, bool needed,
                                  const char* option) {
    for (const std::string& name : named.empty() ? usual : std::vector<std::string>{named}) {
      const auto found = std::ranges::find(table_.columns, name);
      if (found != table_.columns.end()) return static_cast<std::size_t>(found - table_.columns.begin());
    }
    if (!needed) return std::nullopt;
    const std::string meant = named.empty() ? "" : did_you_mean(named, table_.columns);
    diagnostics_.error(
        {table_.file, 1, 1},
        named.empty() ? fmt::format("there is none of the columns {}", fmt::join(usual, ", "))
                      : fmt::format("there is no column '{}'", named),
        meant.empty() ? fmt::format("name one with {}: {}", option, fmt::join(table_.columns, ", ")) : meant);
    return std::nullopt;
  }

  void read_row(const DataTable::Row& row, FiscalQuarter at, std::size_t revenue, std::size_t outlook,
                std::optional<std::size_t> one_off, History& history) {
    const auto figure = [&](std::size_t column) -> std::optional<double> {
      try {
        return language::number_in(row, column);
      } catch (const language::ValueError& error) {
        diagnostics_.error(table_.at(row, column), error.what(), error.suggestion());
        return std::nullopt;
      }
    };
    const auto known = figure(revenue);
    if (!known) return;
    if (*known <= 0.0) {
      diagnostics_.error(table_.at(row, revenue),
                         fmt::format("the revenue of {} is {:g}, not above zero", to_string(at), *known));
      return;
    }
    if (!history.reported[record_metrics.sales].emplace(at, *known).second) {
      diagnostics_.error(history.rows.at(at), fmt::format("{} is in another row too", to_string(at)),
                         "keep one of them");
      return;
    }
    history.published.emplace(at, row.published);
    const auto told = figure(outlook);
    check_size(row, outlook, told, at, *known);
    if (told && *told > 0.0)
      history.guided[record_metrics.sales].emplace(columns_.outlook_is_for_the_row ? at : at + 1, *told);
    if (const auto gone = one_off ? figure(*one_off) : std::nullopt) {
      if (*gone < *known) {
        history.reported[record_metrics.one_off].emplace(at, *gone);
      } else {
        diagnostics_.error(table_.at(row, *one_off),
                           fmt::format("a one-off of {:g} is all of the revenue of {}", *gone, to_string(at)));
      }
    }
  }

  /// Both columns are read in the table's own unit, which is one for both.
  void check_size(const DataTable::Row& row, std::size_t outlook, std::optional<double> told, FiscalQuarter at,
                  double revenue) {
    constexpr double most = 30.0;
    if (!told || (*told < most * revenue && revenue < most * *told)) return;
    diagnostics_.error(table_.at(row, outlook),
                       fmt::format("the outlook of {:g} and the revenue of {} of {:g} are not of one size", *told,
                                   to_string(at), revenue),
                       "give both columns in one unit; an outlook that is not known is an empty cell");
  }

  void check(const History& history) {
    const auto revenue = history.reported.find(record_metrics.sales);
    if (revenue == history.reported.end()) {
      if (!diagnostics_.any()) diagnostics_.error({table_.file, 1, 1}, "no row holds a revenue");
      return;
    }
    std::optional<FiscalQuarter> before;
    for (const auto& [quarter, value] : revenue->second) {
      if (before && quarter - *before != 1) {
        diagnostics_.error(history.rows.at(quarter),
                           fmt::format("there is nothing between {} and {}", to_string(*before), to_string(quarter)),
                           "add the quarters between, or leave out those before");
      }
      before = quarter;
    }
    if (!history.guided.contains(record_metrics.sales))
      diagnostics_.error({table_.file, 1, 1}, "no row holds an outlook");
  }

  const DataTable& table_;
  const RecordColumns& columns_;
  Diagnostics& diagnostics_;
};

std::string published_column(const std::filesystem::path& file, const RecordColumns& columns) {
  if (!columns.published.empty()) return columns.published;
  Diagnostics ignored;
  for (const std::string& name : usual_published) {
    if (!language::publications({file, name, {}, {}}, ignored).empty()) return name;
  }
  return usual_published.front();
}

}  // namespace

History read_record(const std::filesystem::path& file, const RecordColumns& columns) {
  Diagnostics diagnostics;
  const Date end_of_time(std::chrono::year(9999) / std::chrono::January / 1);
  const auto table = language::read_table({file, published_column(file, columns), {}, {}}, end_of_time, diagnostics);
  History history;
  if (table) history = RecordReader(*table, columns, diagnostics).read();
  diagnostics.throw_if_any();
  return history;
}

}  // namespace wafercast
