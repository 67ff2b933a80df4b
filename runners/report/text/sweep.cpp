#include <runners/report/text/sweep.hpp>

#include <runners/report/text/difference_text.hpp>
#include <runners/report/text/explanation.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace wafercast {
namespace {

constexpr int sweep_columns = 80;

std::vector<std::size_t> axes_gone_through(const SweepResult& result) {
  std::vector<std::size_t> axes;
  for (std::size_t a = 0; a < result.axes.size(); ++a) {
    if (result.axes[a].values.size() > 1) axes.push_back(a);
  }
  return axes;
}

double largest_median(const SweepResult& result, std::size_t series) {
  double largest = 0.0;
  for (const SweepResult::Point& point : result.points) {
    const auto& difference = point.differences[series];
    if (difference) largest = std::max({largest, std::abs(difference->before.p50), std::abs(difference->after.p50)});
  }
  return largest;
}

std::string title_of_series(const SweepResult& result, const SeriesKey& series, const FigureFormat& format) {
  return fmt::format("{} of {}{}", title_of(result.about, series.metric), to_string(series.period),
                     format.unit.empty() ? "" : ", " + format.unit);
}

/// A row a point.
std::string list_of_points(const SweepResult& result, std::size_t s, const std::vector<std::size_t>& axes,
                           Colours colours) {
  const SeriesKey& series = result.series[s];
  const FigureFormat format = format_of_differences(series, largest_median(result, s));
  std::vector<Align> columns(axes.size(), Align::left);
  columns.insert(columns.end(), 6, Align::right);
  TextGrid grid(columns);
  grid.line({title_of_series(result, series, format), Style::strong});
  std::vector<TextCell> head;
  for (const std::size_t axis : axes) head.push_back({result.axes[axis].name, Style::faint});
  for (const char* title : {"p5", "p50", "p95", "change", "±"}) head.push_back({title, Style::faint});
  head.push_back({format.is_share ? "" : "of it", Style::faint});
  grid.row(head);
  const auto& at_base = result.points.front().differences[s];
  if (at_base) {
    std::vector<TextCell> row(axes.size());
    row.front() = {"as it is", Style::faint};
    row.push_back({format.figure(at_base->before.p5)});
    row.push_back({format.figure(at_base->before.p50)});
    row.push_back({format.figure(at_base->before.p95)});
    grid.row(row);
  }
  for (const SweepResult::Point& point : result.points) {
    const auto& difference = point.differences[s];
    if (!difference) continue;
    std::vector<TextCell> row;
    for (const std::size_t axis : axes) row.push_back({point.settings[axis].value});
    row.push_back({format.figure(difference->after.p5)});
    row.push_back({format.figure(difference->after.p50), Style::strong});
    row.push_back({format.figure(difference->after.p95)});
    row.push_back({signed_figure(format, difference->median.value)});
    row.push_back({difference->median.error > 0.0 ? format.error(difference->median.error) : ""});
    row.push_back({relative_change(series, *difference)});
    grid.row(row);
  }
  return grid.text(colours);
}

/// Of two axes: a row a value of the first, a column a value of the second.
std::string grid_of_points(const SweepResult& result, std::size_t s, const std::vector<std::size_t>& axes,
                           Colours colours) {
  const SeriesKey& series = result.series[s];
  const FigureFormat format = format_of_differences(series, largest_median(result, s));
  const std::vector<std::string>& down = result.axes[axes[0]].values;
  const std::vector<std::string>& across = result.axes[axes[1]].values;
  std::vector<Align> columns(1, Align::left);
  columns.insert(columns.end(), across.size(), Align::right);
  TextGrid grid(columns);
  const auto& at_base = result.points.front().differences[s];
  grid.line({fmt::format("{}: p50{}", title_of_series(result, series, format),
                         at_base ? fmt::format(", {} as it is", format.figure(at_base->before.p50)) : ""),
             Style::strong});
  grid.line({fmt::format("down: {}; across: {}", result.axes[axes[0]].name, result.axes[axes[1]].name), Style::faint});
  std::vector<TextCell> head = {{""}};
  for (const std::string& value : across) head.push_back({value, Style::faint});
  grid.row(head);
  for (std::size_t i = 0; i < down.size(); ++i) {
    std::vector<TextCell> row = {{down[i], Style::faint}};
    for (std::size_t k = 0; k < across.size(); ++k) {
      const auto& difference = result.points[i * across.size() + k].differences[s];
      row.push_back({difference ? format.figure(difference->after.p50) : ""});
    }
    grid.row(row);
  }
  return grid.text(colours);
}

}  // namespace

std::vector<std::size_t> usually_shown(const SweepResult& result) {
  std::vector<std::size_t> shown;
  for (std::size_t s = 0; s < result.series.size(); ++s) {
    const bool is_last = s + 1 == result.series.size() || result.series[s + 1].metric != result.series[s].metric;
    if (is_last && shown.size() < 2 && (shown.empty() || result.series[s].unit == "fraction")) shown.push_back(s);
  }
  return shown;
}

std::string sweep_text(const SweepResult& result, const std::vector<std::size_t>& shown, Colours colours) {
  const std::vector<std::size_t> axes = axes_gone_through(result);
  TextGrid head({Align::left});
  head.line({shortened(result.about.scenario, sweep_columns), Style::strong});
  head.line({fmt::format("as of {}, {} points, {} paths each on the same draws, seed {}", to_string(result.about.as_of),
                         result.points.size(), with_thousands(result.about.paths), result.about.seed),
             Style::faint});
  for (const SweepAxis& axis : result.axes) {
    if (axis.values.size() == 1) head.line({fmt::format("  at every point {}={}", axis.name, axis.values.front())});
  }
  std::string text = head.text(colours);
  for (const std::size_t s : shown) {
    text +=
        "\n" + (axes.size() == 2 ? grid_of_points(result, s, axes, colours) : list_of_points(result, s, axes, colours));
  }
  return text;
}

}  // namespace wafercast
