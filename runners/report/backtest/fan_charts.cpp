#include <engine/scoring/scores.hpp>
#include <runners/report/backtest/charts.hpp>
#include <runners/report/backtest/figures.hpp>
#include <runners/report/html/svg.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace wafercast {
namespace {

constexpr double width = 340.0;
constexpr double height = 200.0;
constexpr double left = 40.0;
constexpr double right = width - 8.0;
constexpr double top = 26.0;
constexpr double bottom = height - 22.0;
constexpr int quarters_before = 4;   // of the record, shown before the origin
constexpr int quarters_a_label = 2;  // or the labels would touch

/// Reported figures by quarter: the record, and the outcomes of the forecasts where there is none.
History::Series reported_figures(const Backtest& backtest, const std::string& metric) {
  const auto record = backtest.record.reported.find(metric);
  History::Series figures = record == backtest.record.reported.end() ? History::Series() : record->second;
  for (const ScoredForecast& forecast : backtest.forecasts) {
    if (forecast.metric == metric && forecast.outcome) figures.emplace(forecast.target, *forecast.outcome);
  }
  return figures;
}

/// The forecasts of one method from one origin, by horizon.
std::vector<const ScoredForecast*> forecasts_from(const Backtest& backtest, const std::string& metric,
                                                  const std::string& method, FiscalQuarter origin) {
  std::vector<const ScoredForecast*> some;
  for (const ScoredForecast& one : backtest.forecasts) {
    if (one.metric == metric && one.method == method && one.origin == origin) some.push_back(&one);
  }
  std::stable_sort(some.begin(), some.end(),
                   [](const ScoredForecast* a, const ScoredForecast* b) { return a->horizon < b->horizon; });
  return some;
}

/// The picture of one origin; there is a forecast of the method under test.
class Fan {
 public:
  Fan(const Backtest& backtest, const std::string& metric, FiscalQuarter origin)
      : metric_(metric),
        origin_(origin),
        factor_(natural_format(backtest, metric).factor),
        own_(forecasts_from(backtest, metric, backtest.method, origin)),
        baseline_(forecasts_from(backtest, metric, baseline_of(backtest, metric), origin)),
        reported_(shown_of(reported_figures(backtest, metric))),
        y_axis_(fitted_axis()) {}

  std::string chart() const {
    SvgDrawing drawing(width, height, fmt::format("Forecasts of {} from {}", metric_, to_string(origin_)));
    draw_axes(drawing);
    drawing.line("origin", {x(origin_), top}, {x(origin_), bottom});
    draw_fan(drawing);
    draw_reported(drawing);
    drawing.text("panel", {left, 15.0}, "After " + to_string(origin_));
    drawing.text("note end", {right, 15.0}, "as of " + to_string(own_.front()->origin_date));
    return drawing.markup();
  }

 private:
  void draw_axes(SvgDrawing& drawing) const {
    for (const double tick : y_axis_.ticks(4)) {
      const double y_of_tick = y_axis_.pixel(tick);
      drawing.line("grid", {left, y_of_tick}, {right, y_of_tick});
      drawing.text("tick end", {left - 5.0, y_of_tick + 3.5}, fmt::format("{:g}", tick));
    }
    for (FiscalQuarter quarter = origin_ - quarters_before; quarter <= own_.back()->target; quarter = quarter + 1) {
      if ((quarter - origin_) % quarters_a_label != 0) continue;
      drawing.line("grid", {x(quarter), bottom}, {x(quarter), bottom + 4.0});
      drawing.text("tick middle", {x(quarter), bottom + 15.0}, to_string(quarter));
    }
  }

  void draw_fan(SvgDrawing& drawing) const {
    for (const double probability : {0.9, 0.5}) {
      std::vector<Point> edge = anchor();
      std::vector<Point> lower = edge;
      for (const ScoredForecast* forecast : own_) {
        const CentralInterval band = central_interval(forecast->values, probability);
        edge.push_back({x(forecast->target), y(band.high)});
        lower.push_back({x(forecast->target), y(band.low)});
      }
      edge.insert(edge.end(), lower.rbegin(), lower.rend());
      drawing.polygon(probability > 0.5 ? "band90" : "band50", edge);
    }
    if (!baseline_.empty()) drawing.polyline("baseline", medians(baseline_));
    drawing.polyline("median", medians(own_));
  }

  void draw_reported(SvgDrawing& drawing) const {
    std::vector<Point> known;
    for (const auto& [quarter, figure] : reported_) {
      if (quarter <= origin_) known.push_back({x(quarter), y(figure)});
    }
    if (known.size() > 1) drawing.polyline("known", known);
    for (const auto& [quarter, figure] : reported_) {
      const Point place = {x(quarter), y(figure)};
      if (quarter <= origin_) {
        drawing.circle("known-dot", place, 2.0);
      } else {
        drawing.circle(is_charged(quarter) ? "outcome charged" : "outcome", place, 3.2);
      }
    }
  }

  bool is_charged(FiscalQuarter quarter) const {
    return std::any_of(own_.begin(), own_.end(), [&](const ScoredForecast* forecast) {
      return is_share(*forecast) && forecast->target == quarter && forecast->charged;
    });
  }

  History::Series shown_of(History::Series figures) const {
    std::erase_if(figures, [this](const auto& figure) {
      return figure.first < origin_ - quarters_before || figure.first > own_.back()->target;
    });
    return figures;
  }

  /// Where a fan opens: the origin's own figure, if it is known.
  std::vector<Point> anchor() const {
    const auto last = reported_.find(origin_);
    return last == reported_.end() ? std::vector<Point>() : std::vector<Point>{{x(origin_), y(last->second)}};
  }

  std::vector<Point> medians(const std::vector<const ScoredForecast*>& forecasts) const {
    std::vector<Point> points = anchor();
    for (const ScoredForecast* forecast : forecasts) {
      points.push_back({x(forecast->target), y(quantile_of(forecast->values, 0.5))});
    }
    return points;
  }

  /// Room for all that is drawn, in the unit in which figures are shown, so that ticks are round there.
  Axis fitted_axis() const {
    std::vector<double> shown;
    for (const auto& [quarter, figure] : reported_) shown.push_back(figure);
    for (const ScoredForecast* forecast : own_) {
      const CentralInterval band = central_interval(forecast->values, 0.9);
      shown.insert(shown.end(), {band.low, band.high});
    }
    for (const ScoredForecast* forecast : baseline_) shown.push_back(quantile_of(forecast->values, 0.5));
    const auto [low, high] = std::minmax_element(shown.begin(), shown.end());
    const double margin = factor_ * std::max(0.05 * (*high - *low), 0.001 * std::abs(*high));
    return {factor_ * *low - margin, factor_ * *high + margin, bottom, top};
  }

  double y(double value) const { return y_axis_.pixel(value * factor_); }
  double x(FiscalQuarter quarter) const {
    const double last = own_.back()->target - origin_;
    return Axis(-quarters_before - 0.5, last + 0.5, left, right).pixel(quarter - origin_);
  }

  std::string metric_;
  FiscalQuarter origin_;
  double factor_;
  std::vector<const ScoredForecast*> own_;
  std::vector<const ScoredForecast*> baseline_;
  History::Series reported_;
  Axis y_axis_;
};

}  // namespace

std::vector<std::string> fan_charts(const Backtest& backtest, const std::string& metric) {
  std::set<FiscalQuarter> origins;
  for (const ScoredForecast& one : backtest.forecasts) {
    if (one.metric == metric && one.method == backtest.method) origins.insert(one.origin);
  }
  std::vector<std::string> charts;
  for (const FiscalQuarter origin : origins) charts.push_back(Fan(backtest, metric, origin).chart());
  return charts;
}

}  // namespace wafercast
