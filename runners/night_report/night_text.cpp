#include <runners/night_report/night_text.hpp>

#include <engine/core/printable.hpp>
#include <runners/report/csv/csv_field.hpp>
#include <runners/report/text/difference_text.hpp>
#include <runners/report/text/figures.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace wafercast {
namespace {

using State = UnitOutcome::State;

int count_of(const NightResult& result, State state) {
  return static_cast<int>(std::ranges::count(result.units, state, &UnitOutcome::state));
}

std::string quoted(const std::string& text) {
  std::string escaped;
  for (const char c : printable_line(text)) {
    if (c == '"' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return "\"" + escaped + "\"";
}

std::string duration_text(double seconds) {
  if (seconds < 90.0) return fmt::format("{:.0f} s", seconds);
  if (seconds < 5400.0) return fmt::format("{:.0f} min", seconds / 60.0);
  return fmt::format("{:.1f} h", seconds / 3600.0);
}

FigureFormat format_of(const std::vector<HistoryPoint>& points) {
  double largest = 0.0;
  for (const HistoryPoint& point : points) largest = std::max(largest, std::abs(point.figure.median()));
  const std::string& unit = points.front().figure.unit;
  return FigureFormat::for_unit(unit == "probability" ? "fraction" : unit, largest);
}

/// The newest medians as bars from the lowest to the highest.
std::string bars_of(const std::vector<HistoryPoint>& points) {
  constexpr std::size_t most = 60;
  const std::size_t first = points.size() > most ? points.size() - most : 0;
  double low = points[first].figure.median(), high = low;
  for (std::size_t i = first; i < points.size(); ++i) {
    low = std::min(low, points[i].figure.median());
    high = std::max(high, points[i].figure.median());
  }
  std::vector<std::int64_t> cells;
  for (std::size_t i = first; i < points.size(); ++i) {
    const double part = high > low ? (points[i].figure.median() - low) / (high - low) : 0.5;
    cells.push_back(1 + std::lround(7.0 * part));
  }
  return spark_bars(cells);
}

}  // namespace

std::string log_line(const UnitOutcome& outcome) {
  std::string line = fmt::format("unit={} settings={} state={} seconds={:.2f}", quoted(outcome.subject.file),
                                 quoted(outcome.subject.settings), word_of(outcome.state), outcome.seconds);
  if (!outcome.error.empty()) line += " error=" + quoted(outcome.error);
  return line;
}

std::string night_text(const NightResult& result, const NightlyPlan& plan, Colours colours) {
  TextGrid grid({Align::left, Align::left, Align::left});
  grid.line(
      {fmt::format("Night {} of {}: {} drawn, {} as they were, {} failed", result.night, plan.name,
                   count_of(result, State::made), count_of(result, State::known), count_of(result, State::failed)),
       Style::strong});
  if (result.alerts.empty()) {
    grid.line({plan.watches.empty() ? "Nothing is watched."
                                    : "Nothing to tell: no watched figure went beyond its threshold."});
  }
  for (const Alert& alert : result.alerts) {
    const std::string since =
        alert.night == result.night ? "" : fmt::format(" (of night {}, not sent before)", alert.night);
    grid.line({printable_line(fmt::format("{}  {}: {}{}", alert.what, alert.subject.label(), alert.text, since)),
               alert.what == "failed" ? Style::strong : Style::accent});
  }
  const auto within = std::ranges::count(result.moves, false, &Move::breached);
  if (within > 0) grid.line({fmt::format("{} watched figures moved within their thresholds.", within), Style::faint});
  return grid.text(colours);
}

std::string dry_run_text(const NightResult& result, const NightlyPlan& plan, int threads) {
  double seconds = 0.0;
  int unknown = 0;
  TextGrid grid({Align::left, Align::right, Align::left});
  for (const UnitOutcome& unit : result.units) {
    const bool waits = unit.state == State::waiting;
    if (waits) seconds += unit.seconds;
    if (waits && unit.seconds == 0.0) ++unknown;
    grid.row({{waits ? "would run" : word_of(unit.state)},
              {waits && unit.seconds > 0.0 ? fmt::format("{:.1f} s", unit.seconds) : ""},
              {unit.subject.label()}});
  }
  grid.line({fmt::format("{} of {} scenarios of {} would run, in about {}{}", count_of(result, State::waiting),
                         result.units.size(), plan.name, duration_text(seconds / threads),
                         unknown > 0 ? fmt::format(" and what {} take that never ran", unknown) : "")});
  return grid.text(Colours::none);
}

std::string history_text(const Subject& subject, const std::vector<HistoryPoint>& points, Colours colours) {
  constexpr std::size_t most_rows = 40;
  const FigureFormat format = format_of(points);
  const StoredFigure& newest = points.back().figure;
  TextGrid grid({Align::left, Align::left, Align::right, Align::right, Align::right, Align::right});
  grid.line({fmt::format("{} of {} in {}{}", in_words(newest.metric), newest.period, subject.label(),
                         format.unit.empty() ? "" : ", " + format.unit),
             Style::strong});
  grid.line({bars_of(points), Style::accent});
  grid.row({{"night", Style::faint},
            {"as of", Style::faint},
            {"p5", Style::faint},
            {"p50", Style::faint},
            {"p95", Style::faint},
            {"change", Style::faint}});
  std::size_t shown = 0;
  for (std::size_t i = points.size(); i-- > 0 && shown < most_rows;) {
    const bool first = i == 0;
    // Nights on which nothing changed are told by the newest of them.
    if (!first && points[i].run == points[i - 1].run) continue;
    ++shown;
    const StoredFigure& figure = points[i].figure;
    grid.row({{points[i].started.substr(0, 10)},
              {to_string(points[i].as_of)},
              {format.figure(figure.quantiles[1])},
              {format.figure(figure.median())},
              {format.figure(figure.quantiles[5])},
              {first ? "" : signed_figure(format, figure.median() - points[i - 1].figure.median())}});
  }
  grid.line({fmt::format("{} nights, {} shown", points.size(), shown), Style::faint});
  return grid.text(colours);
}

std::string history_csv(const std::vector<HistoryPoint>& points) {
  std::string text = "night,started,as_of,metric,period,unit,mean,p1,p5,p25,p50,p75,p95,p99,p50_error\n";
  for (const HistoryPoint& point : points) {
    text += fmt::format("{},{},{},{},{},{},{}", point.night, point.started, to_string(point.as_of),
                        csv_field(point.figure.metric), point.figure.period, csv_field(point.figure.unit),
                        point.figure.mean.value);
    for (const double quantile : point.figure.quantiles) text += fmt::format(",{}", quantile);
    text += fmt::format(",{}\n", point.figure.median_error);
  }
  return text;
}

}  // namespace wafercast
