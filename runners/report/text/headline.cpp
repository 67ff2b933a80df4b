#include <runners/report/text/figures.hpp>
#include <runners/report/text/sections.hpp>
#include <runners/report/text/text_grid.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace wafercast {
namespace {

constexpr std::array shown_probabilities = {0.05, 0.25, 0.50, 0.75, 0.95};

/// One metric's block of the table: the last reported quarter, the guidance, the quarters forecast, the fiscal years.
class MetricRows {
 public:
  MetricRows(const MetricForecast& metric, const RunDescription& run)
      : metric_(metric), run_(run), last_(run.history.reported_at(metric.name, run.last_reported)) {
    double largest = 0.0;
    for (const auto& [period, distribution] : metric.periods) {
      if (distribution.paths > 0) largest = std::max(largest, std::abs(distribution.quantiles.at(0.5).value));
    }
    format_ = FigureFormat::for_unit(metric.unit, largest);
  }

  void append_to(TextGrid& grid) const {
    const auto named = run_.metric_titles.find(metric_.name);
    grid.line({in_words(named == run_.metric_titles.end() ? metric_.name : named->second), Style::strong});
    grid.row(header());
    if (last_) grid.row(known_row(Period::quarter(run_.last_reported), *last_, "reported"));
    const auto guided = run_.history.guided_at(metric_.name, run_.first_quarter());
    if (guided) grid.row(known_row(Period::quarter(run_.first_quarter()), *guided, "guided"));
    append_consensus(grid);
    for (const bool years : {false, true}) {
      for (const auto& [period, distribution] : metric_.periods) {
        if (period.is_year() == years && distribution.paths > 0) grid.row(forecast_row(period, distribution));
      }
    }
  }

 private:
  /// What others expect of the first quarter and of fiscal years.
  void append_consensus(TextGrid& grid) const {
    std::vector<Period> periods = {Period::quarter(run_.first_quarter())};
    for (int year = run_.first_quarter().fiscal_year(); year <= run_.last_quarter().fiscal_year(); ++year) {
      periods.push_back(Period::year(year));
    }
    for (const Period& period : periods) {
      const auto expected = run_.history.expected_at(metric_.name, period, run_.as_of);
      if (!expected) continue;
      std::vector<TextCell> row = known_row(period, expected->value, "");
      row.back() = {"consensus, " + to_string(expected->published), Style::faint};
      grid.row(row);
    }
  }

  std::vector<TextCell> header() const {
    std::vector<TextCell> cells = {{format_.unit, Style::faint}};
    for (const char* name : {"p5", "p25", "p50", "p75", "p95", "± p50"}) cells.push_back({name, Style::faint});
    cells.push_back({"on " + to_string(run_.last_reported), Style::faint});
    cells.push_back({"y/y", Style::faint});
    cells.push_back({"p1          p99", Style::faint});
    return cells;
  }

  std::vector<TextCell> known_row(const Period& period, double value, const char* what) const {
    std::vector<TextCell> cells(10);
    cells[0] = {to_string(period), Style::faint};
    cells[3] = {format_.figure(value), Style::faint};
    const bool compared = !period.is_year() && period.first_quarter() != run_.last_reported;
    cells[7] = {compared ? on_last(value) : "", Style::faint};
    cells[8] = {on_year(period, value), Style::faint};
    cells[9] = {what, Style::faint};
    return cells;
  }

  std::vector<TextCell> forecast_row(const Period& period, const Distribution& distribution) const {
    std::vector<TextCell> cells = {{to_string(period)}};
    for (const double p : shown_probabilities) {
      const bool is_median = p == 0.50;
      cells.push_back({format_.figure(distribution.quantiles.at(p).value), is_median ? Style::strong : Style::plain});
    }
    const Estimate& median = distribution.quantiles.at(0.50);
    cells.push_back({format_.error(median.error), Style::faint});
    cells.push_back({period.is_year() ? "" : on_last(median.value)});
    cells.push_back({on_year(period, median.value)});
    cells.push_back({spark_bars(distribution.histogram), Style::accent});
    return cells;
  }

  std::string on_last(double value) const { return last_ ? format_.change(*last_, value) : ""; }

  std::string on_year(const Period& period, double value) const {
    const auto before =
        period.is_year() ? known_year(period.fiscal_year() - 1) : known_quarter(period.first_quarter() - 4);
    return before ? format_.change(*before, value) : "";
  }

  /// As reported, else the median forecast.
  std::optional<double> known_quarter(FiscalQuarter quarter) const {
    const auto reported = run_.history.reported_at(metric_.name, quarter);
    return reported ? reported : forecast_median(Period::quarter(quarter));
  }

  /// Four reported quarters make a year for what adds up; earnings per share do so but for rounding and a drifting
  /// number of shares, which growth in whole percents does not show.
  std::optional<double> known_year(int fiscal_year) const {
    const auto forecast = forecast_median(Period::year(fiscal_year));
    if (forecast || (metric_.unit != "USD" && metric_.unit != "USD/share")) return forecast;
    double sum = 0.0;
    for (int quarter = 1; quarter <= 4; ++quarter) {
      const auto reported = run_.history.reported_at(metric_.name, FiscalQuarter(fiscal_year, quarter));
      if (!reported) return std::nullopt;
      sum += *reported;
    }
    return sum;
  }

  std::optional<double> forecast_median(const Period& period) const {
    const auto found = metric_.periods.find(period);
    if (found == metric_.periods.end() || found->second.paths == 0) return std::nullopt;
    return found->second.quantiles.at(0.50).value;
  }

  const MetricForecast& metric_;
  const RunDescription& run_;
  std::optional<double> last_;
  FigureFormat format_;
};

}  // namespace

std::string headline_section(const Forecast& forecast, const RunDescription& run,
                             const std::vector<std::string>& metrics, Colours colours) {
  // One grid for all blocks, so that their columns stand above each other.
  std::vector<Align> columns(10, Align::right);
  columns.front() = columns.back() = Align::left;
  TextGrid grid(columns);
  bool first = true;
  for (const std::string& name : metrics) {
    const auto metric = std::find_if(forecast.metrics.begin(), forecast.metrics.end(),
                                     [&](const MetricForecast& candidate) { return candidate.name == name; });
    if (metric == forecast.metrics.end()) continue;
    if (!first) grid.blank();
    first = false;
    MetricRows(*metric, run).append_to(grid);
  }
  return grid.text(colours);
}

}  // namespace wafercast
