#include <runners/report/backtest/charts.hpp>
#include <runners/report/backtest/figures.hpp>
#include <runners/report/html/svg.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace wafercast {
namespace {

constexpr double width = 340.0;
constexpr double height = 250.0;
constexpr double left = 40.0;
constexpr double right = width - 8.0;
constexpr double top = 26.0;
constexpr double bottom = height - 38.0;
constexpr int cells = 10;
constexpr double z_90 = 1.6448536269514722;  // of a central 90 % interval

/// In ascending order.
std::vector<double> pits_of(const Backtest& backtest, const std::string& metric, const std::string& method) {
  std::vector<double> pits;
  for (const ScoredForecast& forecast : backtest.forecasts) {
    if (forecast.metric != metric || forecast.method != method) continue;
    const auto score = score_of(forecast);
    if (score && score->pit) pits.push_back(*score->pit);
  }
  std::sort(pits.begin(), pits.end());
  return pits;
}

Axis x_axis() {
  return {0.0, 1.0, left, right};
}

void draw_frame(SvgDrawing& drawing, const Axis& y_axis, std::string_view title, std::string_view x_title) {
  for (const double tick : y_axis.ticks(4)) {
    drawing.line("grid", {left, y_axis.pixel(tick)}, {right, y_axis.pixel(tick)});
    drawing.text("tick end", {left - 5.0, y_axis.pixel(tick) + 3.5}, fmt::format("{:g}", tick));
  }
  for (const double tick : {0.0, 0.25, 0.5, 0.75, 1.0}) {
    drawing.text("tick middle", {x_axis().pixel(tick), bottom + 15.0}, fmt::format("{:g}", tick));
  }
  drawing.text("panel", {left, 15.0}, title);
  drawing.text("note middle", {0.5 * (left + right), bottom + 31.0}, x_title);
}

/// The share of values at or below each of them, as a staircase from 0 to 1.
std::vector<Point> staircase(const std::vector<double>& ascending, const Axis& y_axis) {
  std::vector<Point> points = {{x_axis().pixel(0.0), y_axis.pixel(0.0)}};
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    const double x = x_axis().pixel(ascending[i]);
    points.push_back({x, points.back().y});
    points.push_back({x, y_axis.pixel(static_cast<double>(i + 1) / static_cast<double>(ascending.size()))});
  }
  points.push_back({x_axis().pixel(1.0), points.back().y});
  return points;
}

/// Where the share below a quantile lies nine times in ten if `count` independent outcomes follow their forecasts.
std::vector<Point> chance_band(double count, const Axis& y_axis) {
  constexpr int steps = 40;
  std::vector<Point> upper;
  std::vector<Point> lower;
  for (int step = 0; step <= steps; ++step) {
    const double p = static_cast<double>(step) / steps;
    const double reach = z_90 * std::sqrt(p * (1.0 - p) / count);
    upper.push_back({x_axis().pixel(p), y_axis.pixel(std::min(p + reach, 1.0))});
    lower.push_back({x_axis().pixel(p), y_axis.pixel(std::max(p - reach, 0.0))});
  }
  upper.insert(upper.end(), lower.rbegin(), lower.rend());
  return upper;
}

}  // namespace

std::string pit_chart(const Backtest& backtest, const std::string& metric) {
  const std::vector<double> pits = pits_of(backtest, metric, backtest.method);
  std::array<int, cells> counts{};
  for (const double pit : pits) ++counts[static_cast<std::size_t>(std::min(cells * pit, cells - 1.0))];
  const double expected = static_cast<double>(pits.size()) / cells;
  const double reach = z_90 * std::sqrt(expected * (1.0 - 1.0 / cells));
  const double most = std::max<double>(*std::max_element(counts.begin(), counts.end()), expected + reach);
  const Axis y_axis(0.0, std::max(1.1 * most, 1.0), bottom, top);

  SvgDrawing drawing(width, height, fmt::format("Histogram of the PIT of {}: {}", metric, fmt::join(counts, " ")));
  draw_frame(drawing, y_axis, fmt::format("Where outcomes fell (PIT), n = {}", pits.size()),
             "share of the forecast below the outcome");
  const double low = std::max(expected - reach, 0.0);
  drawing.rectangle("chance", {left, y_axis.pixel(expected + reach)}, right - left,
                    y_axis.pixel(low) - y_axis.pixel(expected + reach));
  for (int cell = 0; cell < cells; ++cell) {
    const double from = x_axis().pixel(static_cast<double>(cell) / cells) + 1.5;
    const double to = x_axis().pixel((cell + 1.0) / cells) - 1.5;
    const double y = y_axis.pixel(counts[static_cast<std::size_t>(cell)]);
    drawing.rectangle("bar", {from, y}, to - from, bottom - y);
  }
  drawing.line("ideal", {left, y_axis.pixel(expected)}, {right, y_axis.pixel(expected)});
  return drawing.markup();
}

std::string calibration_chart(const Backtest& backtest, const std::string& metric) {
  const Axis y_axis(0.0, 1.0, bottom, top);
  SvgDrawing drawing(width, height, fmt::format("Share of outcomes of {} below each quantile", metric));
  draw_frame(drawing, y_axis, "Share of outcomes below the quantile", "probability of the quantile");
  const std::vector<double> own = pits_of(backtest, metric, backtest.method);
  if (!own.empty()) drawing.polygon("chance", chance_band(static_cast<double>(own.size()), y_axis));
  drawing.line("ideal", {left, bottom}, {right, top});
  const std::vector<double> other = pits_of(backtest, metric, baseline_of(backtest, metric));
  if (!other.empty()) drawing.polyline("baseline", staircase(other, y_axis));
  if (!own.empty()) drawing.polyline("median", staircase(own, y_axis));
  return drawing.markup();
}

}  // namespace wafercast
