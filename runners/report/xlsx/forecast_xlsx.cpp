#include <runners/report/xlsx/forecast_xlsx.hpp>

#include <runners/report/text/brief.hpp>
#include <runners/report/text/figures.hpp>
#include <runners/report/xlsx/workbook.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <vector>

namespace wafercast {
namespace {

using Look = Workbook::Look;

constexpr const char* share_shown = "0.0%";
constexpr int quarters_before = 8;

std::string shown_as(const std::string& unit) {
  if (unit == "USD") return "#,##0.0,,,\" bn\"";
  if (unit == "fraction") return share_shown;
  if (unit.starts_with("USD/")) return "#,##0.00";
  return "#,##0";
}

/// One metric over time, as a sheet has it: what was reported, then what is forecast.
struct Column {
  const MetricForecast* metric;
  std::string title;
  std::map<Period, double> reported;
};

std::vector<Column> columns_of(const Forecast& forecast, const RunDescription& run) {
  std::vector<Column> columns;
  for (const std::string& name : run.brief) {
    const auto metric = std::ranges::find(forecast.metrics, name, &MetricForecast::name);
    if (metric == forecast.metrics.end()) continue;
    const auto titled = run.metric_titles.find(name);
    Column column{&*metric, in_words(titled == run.metric_titles.end() ? name : titled->second), {}};
    for (int back = quarters_before - 1; back >= 0; --back) {
      const FiscalQuarter quarter = run.last_reported - back;
      if (const auto value = run.history.reported_at(name, quarter)) {
        column.reported.emplace(Period::quarter(quarter), *value);
      }
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

/// Quarters, then years, of the forecast.
std::vector<Period> periods_of(const MetricForecast& metric) {
  std::vector<Period> periods;
  for (const bool years : {false, true}) {
    for (const auto& [period, distribution] : metric.periods) {
      if (period.is_year() == years && distribution.paths > 0) periods.push_back(period);
    }
  }
  return periods;
}

class Book {
 public:
  Book(const Forecast& forecast, const RunDescription& run, const std::filesystem::path& scratch)
      : forecast_(forecast), run_(run), columns_(columns_of(forecast, run)), book_(run.as_of, scratch) {}

  std::string bytes() {
    add_summary();
    add_assumptions();
    if (!columns_.empty()) add_medians();
    for (const Column& column : columns_) add_metric(column);
    return book_.bytes();
  }

 private:
  void add_summary() {
    lxw_worksheet* sheet = book_.add_sheet("Summary", 0, 0);
    worksheet_set_column(sheet, 0, 0, 44, nullptr);
    worksheet_set_column(sheet, 1, 1, 14, nullptr);
    worksheet_set_column(sheet, 2, 2, 60, nullptr);
    int row = 0;
    book_.text(sheet, row++, 0, run_.scenario, Look::title);
    book_.text(sheet, row++, 0,
               fmt::format("as of {}, {}, seed {}, {}; wafercast {}", to_string(run_.as_of),
                           drawn_paths(forecast_.paths, run_.points()), run_.input.seed, run_.file(), run_.version),
               Look::faint);
    ++row;
    for (const std::string& sentence : year_sentences(forecast_, run_)) book_.text(sheet, row++, 0, sentence);
    constexpr double whole_width = 118;
    for (const std::string& note : run_.notes) book_.paragraph(sheet, row++, 2, note, whole_width);
    if (!forecast_.answers.empty()) add_answers(sheet, row + 1);
  }

  void add_answers(lxw_worksheet* sheet, int row) {
    for (const auto& [column, head] : {std::pair{0, "Question"}, {1, "Answer"}, {2, "What is asked"}}) {
      book_.text(sheet, row, column, head, column == 1 ? Look::head : Look::head_of_text);
    }
    for (const Answer& answer : forecast_.answers) {
      book_.text(sheet, ++row, 0, in_words(answer.name));
      if (answer.probability) {
        book_.number(sheet, row, 1, answer.probability->value, share_shown);
      } else if (answer.distribution && answer.distribution->paths > 0) {
        book_.number(sheet, row, 1, answer.distribution->quantiles.at(0.5).value, shown_as(answer.unit));
      }
      book_.text(sheet, row, 2, answer.text, Look::faint);
    }
  }

  void add_assumptions() {
    lxw_worksheet* sheet = book_.add_sheet("Assumptions", 1, 1);
    const std::vector<std::pair<std::string, double>> heads = {{"Driver", 34},
                                                               {"Unit", 16},
                                                               {"Believed", 52},
                                                               {"Changed by this scenario", 34},
                                                               {"Sources, newest first", 70}};
    for (int column = 0; column < static_cast<int>(heads.size()); ++column) {
      const auto& [head, width] = heads[static_cast<std::size_t>(column)];
      worksheet_set_column(sheet, static_cast<lxw_col_t>(column), static_cast<lxw_col_t>(column), width, nullptr);
      book_.text(sheet, 0, column, head, Look::head_of_text);
    }
    int row = 0;
    for (const Assumption& assumption : run_.assumptions) {
      ++row;
      book_.text(sheet, row, 0, assumption.driver, Look::wrapped);
      book_.text(sheet, row, 1, assumption.unit, Look::wrapped);
      book_.text(sheet, row, 2, assumption.text, Look::wrapped);
      book_.text(sheet, row, 3, assumption.changed, Look::wrapped);
      const std::string sources = fmt::format("{}", fmt::join(assumption.provenance, "\n"));
      book_.text(sheet, row, 4, sources, Look::wrapped);
      book_.fit_height(sheet, row, {{assumption.text, 52}, {assumption.changed, 34}, {sources, 70}});
    }
    worksheet_autofilter(sheet, 0, 0, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(heads.size() - 1));
  }

  /// Metrics a row, periods a column; under the first its growth, under other money its share of the first.
  void add_medians() {
    lxw_worksheet* sheet = book_.add_sheet("Medians", 1, 1);
    worksheet_set_column(sheet, 0, 0, 40, nullptr);
    std::vector<Period> periods;
    for (const auto& [period, value] : columns_.front().reported) periods.push_back(period);
    const int reported = static_cast<int>(periods.size());
    for (const Period& period : periods_of(*columns_.front().metric)) periods.push_back(period);
    book_.text(sheet, 0, 0, "Median of the forecast", Look::head_of_text);
    for (int p = 0; p < static_cast<int>(periods.size()); ++p) {
      book_.text(sheet, 0, p + 1, to_string(periods[static_cast<std::size_t>(p)]) + (p < reported ? " reported" : ""),
                 Look::head);
    }
    worksheet_set_column(sheet, 1, static_cast<lxw_col_t>(periods.size()), 16, nullptr);
    int row = 0;
    const int first_row = 1;
    for (const Column& column : columns_) {
      const int own = ++row;
      book_.text(sheet, own, 0, column.title);
      for (int p = 0; p < static_cast<int>(periods.size()); ++p) {
        if (const auto value = median_of(column, periods[static_cast<std::size_t>(p)]))
          book_.number(sheet, own, p + 1, *value, shown_as(column.metric->unit));
      }
      if (own == first_row) {
        add_growth(sheet, ++row, own, column, periods);
      } else if (column.metric->unit == columns_.front().metric->unit) {
        add_share(sheet, ++row, own, column, periods);
      }
    }
  }

  static std::optional<double> median_of(const Column& column, const Period& period) {
    const auto reported = column.reported.find(period);
    if (reported != column.reported.end()) return reported->second;
    const auto forecast = column.metric->periods.find(period);
    if (forecast == column.metric->periods.end() || forecast->second.paths == 0) return std::nullopt;
    return forecast->second.quantiles.at(0.5).value;
  }

  void add_growth(lxw_worksheet* sheet, int row, int own, const Column& column, const std::vector<Period>& periods) {
    book_.text(sheet, row, 0, "  growth on the period before", Look::faint);
    for (int p = 1; p < static_cast<int>(periods.size()); ++p) {
      const Period& period = periods[static_cast<std::size_t>(p)];
      const Period& before = periods[static_cast<std::size_t>(p - 1)];
      if (period.is_year() != before.is_year()) continue;
      const auto now = median_of(column, period), then = median_of(column, before);
      if (!now || !then || *then <= 0.0) continue;  // over a loss there is no growth
      book_.formula(sheet, row, p + 1, fmt::format("={}/{}-1", cell_name(own, p + 1), cell_name(own, p)),
                    *now / *then - 1.0, share_shown);
    }
  }

  void add_share(lxw_worksheet* sheet, int row, int own, const Column& column, const std::vector<Period>& periods) {
    book_.text(sheet, row, 0, fmt::format("  share of {}", columns_.front().metric->name), Look::faint);
    for (int p = 0; p < static_cast<int>(periods.size()); ++p) {
      const auto part = median_of(column, periods[static_cast<std::size_t>(p)]);
      const auto whole = median_of(columns_.front(), periods[static_cast<std::size_t>(p)]);
      if (!part || !whole || *whole <= 0.0) continue;
      book_.formula(sheet, row, p + 1, fmt::format("={}/{}", cell_name(own, p + 1), cell_name(1, p + 1)),
                    *part / *whole, share_shown);
    }
  }

  /// Periods a row: what was reported, guided and expected, the mean and the quantiles, growth of the median.
  void add_metric(const Column& column) {
    const MetricForecast& metric = *column.metric;
    lxw_worksheet* sheet = book_.add_sheet(metric.name, 2, 1);
    const std::string shown = shown_as(metric.unit);
    book_.text(sheet, 0, 0, fmt::format("{}, {}", column.title, metric.unit == "fraction" ? "%" : metric.unit),
               Look::title);
    std::vector<std::string> heads = {"Period", "reported", "guided", "consensus", "mean"};
    for (const double p : reported_probabilities) heads.push_back(fmt::format("p{:g}", 100.0 * p));
    const bool grows = metric.unit != "fraction";
    if (grows) heads.emplace_back("p50, growth");
    for (int c = 0; c < static_cast<int>(heads.size()); ++c) {
      book_.text(sheet, 1, c, heads[static_cast<std::size_t>(c)], c == 0 ? Look::head_of_text : Look::head);
    }
    worksheet_set_column(sheet, 0, static_cast<lxw_col_t>(heads.size() - 1), 13, nullptr);
    constexpr int reported_at = 1, guided_at = 2, expected_at = 3, mean_at = 4, quantiles_at = 5;
    constexpr int median_at = quantiles_at + 4;
    const int growth_at = static_cast<int>(heads.size()) - 1;
    int row = 2;
    for (const auto& [period, value] : column.reported) {
      book_.text(sheet, row, 0, to_string(period));
      book_.number(sheet, row++, reported_at, value, shown);
    }
    std::string before = row > 2 ? cell_name(row - 1, reported_at) : "";
    std::optional<double> value_before = row > 2 ? std::optional(column.reported.rbegin()->second) : std::nullopt;
    int last_quarter_row = row;
    for (const Period& period : periods_of(metric)) {
      const Distribution& distribution = metric.periods.at(period);
      book_.text(sheet, row, 0, to_string(period));
      const auto guided = period.is_year() ? std::nullopt : run_.history.guided_at(metric.name, period.first_quarter());
      if (guided) book_.number(sheet, row, guided_at, *guided, shown);
      const auto expected = run_.history.expected_at(metric.name, period, run_.as_of);
      if (expected) book_.number(sheet, row, expected_at, expected->value, shown);
      book_.number(sheet, row, mean_at, distribution.mean.value, shown);
      int at = quantiles_at;
      for (const double p : reported_probabilities) {
        book_.number(sheet, row, at++, distribution.quantiles.at(p).value, shown);
      }
      const double median = distribution.quantiles.at(0.5).value;
      const bool first_year = period.is_year() && (row == last_quarter_row + 1 || !value_before);
      if (grows && value_before && *value_before > 0.0 && !first_year) {
        book_.formula(sheet, row, growth_at, fmt::format("={}/{}-1", cell_name(row, median_at), before),
                      median / *value_before - 1.0, share_shown);
      }
      if (!period.is_year()) last_quarter_row = row;
      before = cell_name(row, median_at);
      value_before = median;
      ++row;
    }
    book_.lines(sheet, row + 1, 0, column.title, 1, 2, last_quarter_row,
                {reported_at, quantiles_at + 1, median_at, quantiles_at + 7}, shown, least_shown(column));
  }

  /// Amounts start at zero where none is below; shares at a round figure below them all.
  static double least_shown(const Column& column) {
    double least = 1e300;
    for (const auto& [period, value] : column.reported) least = std::min(least, value);
    for (const auto& [period, distribution] : column.metric->periods) {
      if (distribution.paths > 0) least = std::min(least, distribution.quantiles.at(0.05).value);
    }
    constexpr double round = 0.05;
    if (column.metric->unit == "fraction") return std::floor(least / round) * round;
    return least >= 0.0 ? 0.0 : 1.1 * least;
  }

  const Forecast& forecast_;
  const RunDescription& run_;
  std::vector<Column> columns_;
  Workbook book_;
};

}  // namespace

std::string forecast_xlsx(const Forecast& forecast, const RunDescription& run, const std::filesystem::path& scratch) {
  return Book(forecast, run, scratch).bytes();
}

}  // namespace wafercast
