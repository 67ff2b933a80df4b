#include <engine/simulation/compile/compiler.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast {

std::optional<double> Compiler::reported(const std::string& metric, FiscalQuarter quarter) const {
  if (const auto value = scenario_.history.reported_at(metric, quarter)) return value;
  // A margin and its denominator imply the numerator: gross profit is seldom reported, gross margin always.
  for (const MetricSpec& spec : model_.metrics()) {
    if (spec.annual != MetricSpec::Annual::ratio || spec.numerator != metric) continue;
    const auto ratio = scenario_.history.reported_at(spec.name, quarter);
    const auto denominator = scenario_.history.reported_at(spec.denominator, quarter);
    if (ratio && denominator) return *ratio * *denominator;
  }
  return std::nullopt;
}

/// What was reported is measured as the model measures it, or the two could not be compared.
void Compiler::check_history() {
  for (const History::Statement& stated : scenario_.history.stated) {
    const auto metric = metric_index_.find(stated.metric);
    if (metric == metric_index_.end()) continue;
    const std::string& own = model_.metrics()[static_cast<std::size_t>(metric->second)].unit;
    const auto unit = Unit::parse(own);
    if (!unit || stated.unit.same_dimension(*unit)) continue;
    diagnostics_.error(stated.where,
                       fmt::format("the history states '{}' in '{}' (the model has it in '{}')", stated.metric,
                                   stated.unit.text(), own),
                       fmt::format("state it in a unit that converts into '{}'", own));
  }
}

void Compiler::compile_series() {
  const auto& metrics = model_.metrics();
  for (const MetricSpec& spec : metrics) {
    plan_.series_of_metric.push_back(spec.detail ? -1 : static_cast<int>(plan_.series.size()));
    for (int q = 0; !spec.detail && q < plan_.timeline.quarters(); ++q) {
      plan_.series.push_back({spec.name, spec.unit, Period::quarter(plan_.timeline.first() + q), spec.scale});
    }
  }
  const int last_year = (plan_.timeline.first() + (plan_.timeline.quarters() - 1)).fiscal_year();
  for (int metric = 0; metric < static_cast<int>(metrics.size()); ++metric) {
    if (metrics[static_cast<std::size_t>(metric)].detail) continue;
    for (int year = plan_.timeline.first().fiscal_year(); year <= last_year; ++year) add_year(metric, year);
    if (metrics[static_cast<std::size_t>(metric)].growth) add_growth(metric);
  }
  note_long_quarters();
}

int Compiler::row_in_quarter(int metric, int quarter) const {
  return plan_.series_of_metric[static_cast<std::size_t>(metric)] + quarter;
}

/// Gathers a year's quarters; false when one of them is neither in the horizon nor reported.
bool Compiler::sum_over_year(int metric, int fiscal_year, std::vector<int>& rows, double& reported_part) const {
  for (int k = 0; k < 4; ++k) {
    const FiscalQuarter quarter = FiscalQuarter(fiscal_year, 1) + k;
    const int at = quarter - plan_.timeline.first();
    if (at >= plan_.timeline.quarters()) return false;
    if (at >= 0) {
      rows.push_back(row_in_quarter(metric, at));
    } else if (const auto value = reported(model_.metrics()[static_cast<std::size_t>(metric)].name, quarter)) {
      reported_part += *value;
    } else {
      return false;
    }
  }
  return true;
}

void Compiler::add_year(int metric, int fiscal_year) {
  using Annual = MetricSpec::Annual;
  const MetricSpec& spec = model_.metrics()[static_cast<std::size_t>(metric)];
  DerivedSeries series{DerivedSeries::Rule::sum, static_cast<int>(plan_.series.size()), {}, 0.0, {}, 0.0};
  bool complete = false;
  switch (spec.annual) {
    case Annual::none:
      return;
    case Annual::sum:
      complete = sum_over_year(metric, fiscal_year, series.of, series.of_reported);
      break;
    case Annual::ratio:
      series.rule = DerivedSeries::Rule::ratio;
      complete = sum_over_year(metric_index_.at(spec.numerator), fiscal_year, series.of, series.of_reported) &&
                 sum_over_year(metric_index_.at(spec.denominator), fiscal_year, series.over, series.over_reported);
      break;
    case Annual::last: {
      series.rule = DerivedSeries::Rule::last;
      const int last = FiscalQuarter(fiscal_year, 4) - plan_.timeline.first();
      complete = last < plan_.timeline.quarters();
      if (complete) series.of.push_back(row_in_quarter(metric, last));
      break;
    }
  }
  if (!complete || series.of.empty()) return;
  const bool is_quotient = series.rule == DerivedSeries::Rule::ratio;
  plan_.series.push_back({spec.name, spec.unit, Period::year(fiscal_year), spec.scale, 0.0, is_quotient});
  plan_.derived.push_back(std::move(series));
}

/// Growth of a quarter compares per week, or the season of a quarter of 14 weeks would look like growth; that of a year
/// is as the company reports it, since that is what companies and those who watch them speak of.
void Compiler::add_growth(int metric) {
  const MetricSpec& spec = model_.metrics()[static_cast<std::size_t>(metric)];
  const bool is_flow = spec.annual == MetricSpec::Annual::sum;
  const auto add = [&](const std::string& suffix, Period later, int row, int earlier_row, std::optional<double> earlier,
                       double longer) {
    if (row < 0 || (earlier_row < 0 && !earlier)) return;
    DerivedSeries series{DerivedSeries::Rule::growth, static_cast<int>(plan_.series.size()), {row}, 0.0, {}, 0.0};
    if (earlier_row >= 0) {
      series.over.push_back(earlier_row);
    } else {
      series.over_reported = *earlier;
    }
    if (is_flow) series.factor = 1.0 / longer;
    plan_.series.push_back({spec.name + suffix, "fraction", later, 1.0, 1.0, true});
    plan_.derived.push_back(std::move(series));
  };
  for (const auto& [suffix, lag] : {std::pair<std::string, int>{"_growth_qoq", 1}, {"_growth_yoy", 4}}) {
    for (int q = 0; q < plan_.timeline.quarters(); ++q) {
      const FiscalQuarter later = plan_.timeline.first() + q;
      const int earlier_row = q >= lag ? row_in_quarter(metric, q - lag) : -1;
      add(suffix, Period::quarter(later), row_in_quarter(metric, q), earlier_row, reported(spec.name, later - lag),
          scenario_.calendar.length_of(later) / scenario_.calendar.length_of(later - lag));
    }
  }
  const int last_year = (plan_.timeline.first() + (plan_.timeline.quarters() - 1)).fiscal_year();
  for (int year = plan_.timeline.first().fiscal_year(); year <= last_year; ++year) {
    std::vector<int> rows;
    double earlier = 0.0;
    const bool known = sum_over_year(metric, year - 1, rows, earlier) && rows.empty();
    add("_growth_yoy", Period::year(year), find_series(plan_, spec.name, Period::year(year)),
        find_series(plan_, spec.name, Period::year(year - 1)), known ? std::optional(earlier) : std::nullopt, 1.0);
  }
}

/// Which growth is meant is told where it matters.
void Compiler::note_long_quarters() {
  const auto grows = [](const MetricSpec& spec) { return spec.growth && spec.annual == MetricSpec::Annual::sum; };
  if (std::ranges::none_of(model_.metrics(), grows)) return;
  const FiscalQuarter first = plan_.timeline.first();
  for (FiscalQuarter quarter = first - 4; quarter < first + plan_.timeline.quarters(); quarter = quarter + 1) {
    if (scenario_.calendar.length_of(quarter) <= 1.0) continue;
    plan_.notes.push_back(fmt::format(
        "{} has 14 weeks: growth of a quarter compares per week, growth of a year is as the company reports it",
        to_string(quarter)));
  }
}

}  // namespace wafercast
