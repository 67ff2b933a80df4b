#include <runners/jobs/record_table.hpp>

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

const std::vector<std::string> usual_quarter = {"quarter", "fiscal_quarter", "period"};
const std::vector<std::string> usual_published = {"report_date", "published", "date"};
const std::vector<std::string> usual_revenue = {"revenue", "revenue_musd", "revenue_busd"};
const std::vector<std::string> usual_outlook = {"outlook", "guide_next_q_revenue_musd", "guidance", "guided_revenue"};
const std::vector<std::string> usual_one_off = {"one_off", "revenue_one_off_musd"};

/// `2024Q1`, `FY24Q1`, `Q1 2024`, `Q1 FY24`, or the calendar quarter of a day.
std::optional<FiscalQuarter> quarter_of(std::string text) {
  std::erase(text, ' ');
  if (const auto day = parse_date(text)) {
    const std::chrono::year_month_day date(*day);
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
    if (!quarter || !revenue || !outlook) return {};
    History history;
    for (const DataTable::Row& row : table_.rows) {
      const auto at = quarter_of(std::string(language::trimmed(row.cells[*quarter])));
      if (!at) {
        diagnostics_.error(table_.at(row), fmt::format("'{}' is no quarter", row.cells[*quarter]),
                           "write it like 2024Q1");
        continue;
      }
      read_row(row, *at, *revenue, *outlook, one_off, history);
    }
    check(history);
    return history;
  }

 private:
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
        diagnostics_.error(table_.at(row), error.what());
        return std::nullopt;
      }
    };
    const auto known = figure(revenue);
    if (!known) return;
    if (*known <= 0.0) {
      diagnostics_.error(table_.at(row),
                         fmt::format("the revenue of {} is {:g}, not above zero", to_string(at), *known));
      return;
    }
    if (!history.reported[record_metrics.sales].emplace(at, *known).second) {
      diagnostics_.error(table_.at(row), fmt::format("another row for {}", to_string(at)), "keep one of them");
      return;
    }
    history.published.emplace(at, row.published);
    const auto told = figure(outlook);
    if (told && *told > 0.0)
      history.guided[record_metrics.sales].emplace(columns_.outlook_is_for_the_row ? at : at + 1, *told);
    if (const auto gone = one_off ? figure(*one_off) : std::nullopt) {
      if (*gone < *known) {
        history.reported[record_metrics.one_off].emplace(at, *gone);
      } else {
        diagnostics_.error(table_.at(row),
                           fmt::format("a one-off of {:g} is all of the revenue of {}", *gone, to_string(at)));
      }
    }
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
        diagnostics_.error({table_.file, 1, 1},
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
