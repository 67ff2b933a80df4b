#include <engine/language/data/consensus_reader.hpp>
#include <engine/language/data/metric_column.hpp>
#include <engine/language/data/plausible.hpp>
#include <engine/language/syntax/fields.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast::language {
namespace {

struct WrittenConsensus {
  const Node* table = nullptr;
  const Node* period = nullptr;
  const Node* metrics = nullptr;
};

constexpr Field<Reading, WrittenConsensus> consensus_fields[] = {
    {"table", Presence::required, "text", note<&WrittenConsensus::table>, "the table of expectations"},
    {"period", Presence::required, "text", note<&WrittenConsensus::period>,
     "its column of quarters and years, fiscal or calendar"},
    {"metrics", Presence::required, "{metric column}", note<&WrittenConsensus::metrics>,
     "metrics with their columns and units"},
};

std::vector<double> values_of(const History::Series& series) {
  std::vector<double> all;
  for (const auto& [quarter, value] : series) all.push_back(value);
  return all;
}

/// The newest quarters that had been reported by a day.
std::vector<double> newest_by(const History& history, const History::Series& series, Date day) {
  std::vector<double> newest;
  for (auto at = series.rbegin(); at != series.rend() && newest.size() < 4; ++at) {
    const auto published = history.published.find(at->first);
    if (published != history.published.end() && published->second <= day) newest.push_back(at->second);
  }
  return newest;
}

/// What is expected of a metric is of the size of what had been reported of it.
void check_expected(const Reading& reading, Figure figure, const Period& period, const Unit& unit, Date published) {
  const auto reported = reading.history.reported.find(figure.metric);
  if (reported == reading.history.reported.end()) return;
  const bool adds_up = period.is_year() && !unit.is_plain_number();
  const std::string why =
      oddity(figure.value / (adds_up ? 4.0 : 1.0), newest_by(reading.history, reported->second, published), unit,
             usual_step(values_of(reported->second), unit), reach_of_reported);
  figure.metric += " expected";
  if (!why.empty()) report_odd(figure, unit, "beside reported quarters " + why, reading.diagnostics);
}

void read_expected(Reading& reading, const DataTable& table, std::size_t period_column, const Entry& metric) {
  const auto column = read_metric_column(table, metric, reading.diagnostics);
  if (!column) return;
  const Unit unit = base_unit(column->unit);
  const auto known = reading.metric_units.find(metric.key);
  if (known != reading.metric_units.end() && !known->second.same_dimension(unit)) {
    reading.diagnostics.error(column->stated, fmt::format("{} is reported in '{}' and expected in '{}'", metric.key,
                                                          known->second.text(), unit.text()));
    return;
  }
  reading.history.stated.push_back({metric.key, unit, column->stated});
  std::vector<History::Expectation>& all = reading.history.expected[metric.key];
  for (const DataTable::Row& row : table.rows) {
    guarded(table.at(row, column->column), reading.diagnostics, [&] {
      const std::string label(trimmed(row.cells[period_column]));
      const auto period = parse_fiscal_time(label, reading.calendar);
      const auto figure = figure_in(table, row, *column, label);
      if (!period || !figure) return;
      check_expected(reading, *figure, *period, unit, row.published);
      all.push_back({*period, figure->value, row.published});
    });
  }
  std::ranges::stable_sort(all, {}, &History::Expectation::published);
}

}  // namespace

void read_consensus(Reading& reading, const Node& node) {
  const std::size_t before = reading.diagnostics.found().size();
  WrittenConsensus written;
  read_fields(reading, node, "a consensus", consensus_fields, written);
  if (reading.diagnostics.found().size() != before) return;
  const DataTable* table = reading.table(*written.table);
  if (table == nullptr) return;
  std::optional<std::size_t> period;
  guarded(written.period->where(), reading.diagnostics, [&] { period = table->column(text_of(*written.period)); });
  if (!period) return;
  for (const Entry& metric : as_map(*written.metrics).entries) read_expected(reading, *table, *period, metric);
}

void add_consensus_words(Vocabulary& words) {
  words.add("consensus", consensus_fields);
}

}  // namespace wafercast::language
