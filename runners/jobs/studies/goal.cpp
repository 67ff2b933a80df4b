#include <runners/jobs/studies/goal.hpp>

#include <engine/core/diagnostics.hpp>
#include <engine/core/sample_quantile.hpp>
#include <engine/forecast/plan_questions.hpp>
#include <engine/insight/driver_draws.hpp>
#include <engine/insight/series_draws.hpp>
#include <engine/language/syntax/text.hpp>
#include <engine/language/values/value_text.hpp>
#include <runners/jobs/runs/series_choice.hpp>
#include <runners/jobs/runs/session.hpp>
#include <runners/jobs/runs/undefined.hpp>
#include <runners/jobs/studies/paired_study.hpp>
#include <runners/jobs/studies/sweep_axis.hpp>

#include <fmt/format.h>
#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace wafercast {
namespace {

/// Of the paths that did not fail.
double figure_of(const Eigen::VectorXd& values, const Figure& figure) {
  std::vector<double> finite(values.begin(), values.end());
  std::erase_if(finite, [](double value) { return !std::isfinite(value); });
  if (finite.empty())
    refuse("the figure is a number on no path", "look at one with 'wafercast run --path N', and at what it divides by");
  if (figure.is_mean) return std::accumulate(finite.begin(), finite.end(), 0.0) / static_cast<double>(finite.size());
  return sample_quantile(std::move(finite), figure.probability);
}

struct Bounds {
  double low, high;
};

/// The driver that is set itself, when `vary` names one and no way of changing it.
int driver_set(const Model& model, const std::string& vary) {
  const auto found = std::ranges::find(model.drivers(), vary, &DriverSpec::name);
  return found == model.drivers().end() ? -1 : static_cast<int>(found - model.drivers().begin());
}

/// From a little below the lowest to a little above the highest value that one path in a hundred has.
Bounds bounds_of_driver(const Prepared& prepared, int driver, Threads threads) {
  constexpr std::int64_t paths = 4096;
  std::vector<DriverPoint> points;
  for (int q = 0; q < prepared.plan.timeline.quarters(); ++q) points.push_back({driver, Timeline::horizon + q});
  const Eigen::MatrixXd values =
      draw_drivers(prepared.plan, *prepared.model, prepared.sampler(), points, paths, threads);
  Bounds bounds{values(0, 0), values(0, 0)};
  for (Eigen::Index q = 0; q < values.cols(); ++q) {
    std::vector<double> sorted(values.col(q).begin(), values.col(q).end());
    std::ranges::sort(sorted);
    bounds.low = std::min(bounds.low, sorted[sorted.size() / 100]);
    bounds.high = std::max(bounds.high, sorted[sorted.size() - 1 - sorted.size() / 100]);
  }
  return bounds;
}

Bounds read_bounds(const std::string& text, const Unit& unit) {
  try {
    if (const auto range = language::split_range(text)) {
      const Bounds bounds{language::read_value(range->first, unit), language::read_value(range->last, unit)};
      if (bounds.low < bounds.high) return bounds;
    }
  } catch (const language::ValueError& error) {
    refuse(fmt::format("--between {}: {}", text, error.what()), error.suggestion());
  }
  refuse(fmt::format("'{}' is no range to search", text), "write it like 0.5..1.5, the lower bound first");
}

/// A target in the unit of its figure. A bare number is refused: 500 of what, nobody can say.
double read_target(const std::string& text, const SeriesKey& series) {
  try {
    const language::Amount amount = language::read_amount(text);
    if (amount.suffix.empty() && amount.number != 0.0 && !series.unit.empty()) {
      throw language::ValueError(fmt::format("it does not say what it is measured in ({} is in {})", series.metric,
                                             series.unit == "fraction" ? "%" : series.unit),
                                 fmt::format("write --target {}", with_unit(amount.number, series.unit)));
    }
    return language::in_unit(amount, *Unit::parse(series.unit));
  } catch (const language::ValueError& error) {
    refuse(fmt::format("--target {}: {}", text, error.what()), error.suggestion());
  }
}

class Search {
 public:
  Search(const Session& session, const GoalRequest& request, const Figure& figure, const Callbacks& callbacks)
      : session_(session), request_(request), figure_(figure), callbacks_(callbacks) {}

  /// The values of the figure's series with this set.
  Eigen::VectorXd values_at(double value) const {
    const Prepared prepared =
        session_.with({{request_.vary, fmt::format("{:.12g}", value)}}, KeptScenario::Resolved::left_out);
    const int row = choose_series(prepared.plan, figure_.metric, figure_.period);
    return draw_series(prepared.plan, *prepared.model, prepared.sampler(), {row}, request_.paths,
                       request_.scenario.threads)
        .col(0);
  }

  double operator()(double value) {
    if (callbacks_.stop()) throw Stopped{};
    const double reached = figure_of(values_at(value), figure_);
    trials_.push_back({value, reached});
    callbacks_.progress(static_cast<std::int64_t>(trials_.size()), most_trials);
    return reached;
  }

  static constexpr std::int64_t most_trials = 24;
  std::vector<GoalResult::Trial> take() {
    std::ranges::sort(trials_, {}, &GoalResult::Trial::value);
    return std::move(trials_);
  }

 private:
  const Session& session_;
  const GoalRequest& request_;
  const Figure& figure_;
  const Callbacks& callbacks_;
  std::vector<GoalResult::Trial> trials_;
};

/// The standard error of a figure of these values.
double error_of(const Eigen::VectorXd& values, const Figure& figure, const PathGroups& grouped) {
  return figure_error(values_of(values), figure.is_mean ? std::nullopt : std::optional(figure.probability), grouped);
}

/// Finds where the figure meets the target, when it does between the bounds.
std::optional<Estimate> solve(Search& search, const Bounds& bounds, const GoalResult& goal, const Figure& figure,
                              const PathGroups& grouped) {
  const auto miss = [&](double value) { return search(value) - goal.target; };
  const double at_low = miss(bounds.low);
  const double at_high = miss(bounds.high);
  if (at_low * at_high > 0.0) return std::nullopt;
  std::uintmax_t trials = static_cast<std::uintmax_t>(Search::most_trials) - 2;
  const double close = 1e-5 * (bounds.high - bounds.low);
  const auto [low, high] = boost::math::tools::toms748_solve(
      miss, bounds.low, bounds.high, at_low, at_high, [&](double a, double b) { return std::abs(b - a) < close; },
      trials);
  const double value = 0.5 * (low + high);
  // How steep the figure is there: over a step that is far above the solver's and far below the range.
  const double step = 0.02 * (bounds.high - bounds.low);
  const double from = std::max(bounds.low, value - step);
  const double to = std::min(bounds.high, value + step);
  const double slope = (search(to) - search(from)) / (to - from);
  const double error = error_of(search.values_at(value), figure, grouped);
  return Estimate{value, slope != 0.0 ? std::abs(error / slope) : 0.0};
}

}  // namespace

std::optional<GoalResult> goal(const GoalRequest& request, const Callbacks& callbacks) {
  const Figure figure = read_figure(request.figure);
  for (const Setting& setting : request.scenario.read.settings) {
    if (setting.name != request.vary) continue;
    refuse(fmt::format("--vary {} is set by '--set {}={}' already", request.vary, setting.name, setting.value),
           "leave one of them out");
  }
  ScenarioRequest asked = request.scenario;
  asked.examine = [&](const Scenario&, const Plan& plan, const Model&) {
    const int row = choose_series(plan, figure.metric, figure.period);
    read_target(request.target, plan.series[static_cast<std::size_t>(row)]);
  };
  const Session session(asked);
  const Prepared& prepared = session.base();
  const int row = choose_series(prepared.plan, figure.metric, figure.period);
  const SeriesKey& series = prepared.plan.series[static_cast<std::size_t>(row)];
  GoalResult result;
  result.about = {prepared.scenario.name, prepared.scenario.as_of, request.paths, 0, request.scenario.seed, {}};
  result.about.metric_titles.emplace(figure.metric, title_of_metric(prepared, figure.metric));
  result.figure = request.figure;
  result.vary = request.vary;
  result.unit = series.unit;
  result.target = read_target(request.target, series);
  const int driver = driver_set(*prepared.model, request.vary);
  Unit unit;
  if (driver >= 0) {
    result.vary_unit = prepared.model->drivers()[static_cast<std::size_t>(driver)].unit;
    const auto believed = std::ranges::find(prepared.scenario.drivers, request.vary, &DriverBelief::name);
    if (believed != prepared.scenario.drivers.end()) {
      unit = believed->unit;  // what is set is read in the unit of the belief
      result.vary_unit = unit.text();
    }
  }
  Bounds bounds{0.5, 2.0};
  if (request.between) {
    bounds = read_bounds(*request.between, unit);
  } else if (driver >= 0) {
    bounds = bounds_of_driver(prepared, driver, request.scenario.threads);
    const auto wanted = Unit::parse(prepared.model->drivers()[static_cast<std::size_t>(driver)].unit);
    const double factor = wanted->factor_to(unit).value_or(1.0);
    bounds = {bounds.low * factor, bounds.high * factor};
  }
  const Eigen::VectorXd as_it_is =
      draw_series(prepared.plan, *prepared.model, prepared.sampler(), {row}, request.paths, request.scenario.threads)
          .col(0);
  note_undefined(series, values_of(as_it_is), result.about);
  result.now = figure_of(as_it_is, figure);
  Search search(session, request, figure, callbacks);
  try {
    result.value = solve(search, bounds, result, figure, groups_of(prepared));
  } catch (const Stopped&) {
    return std::nullopt;
  }
  result.trials = search.take();
  return result;
}

}  // namespace wafercast
