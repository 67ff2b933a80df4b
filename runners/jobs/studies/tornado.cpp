#include <runners/jobs/studies/tornado.hpp>

#include <engine/core/sample_quantile.hpp>
#include <engine/insight/driver_draws.hpp>
#include <engine/insight/series_draws.hpp>
#include <runners/jobs/runs/prepare.hpp>
#include <runners/jobs/runs/series_choice.hpp>
#include <runners/jobs/runs/undefined.hpp>
#include <runners/jobs/studies/paired_study.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <utility>

namespace wafercast {
namespace {

constexpr double low_probability = 0.10;
constexpr double high_probability = 0.90;

bool can_be_held(const Plan& plan, const Model& model, std::size_t driver) {
  return !plan.drivers[driver].certain && model.drivers()[driver].instead.empty();
}

/// Holds a driver of a scenario at these values, a quarter each, in the model's unit.
void hold(Scenario& scenario, const DriverSpec& spec, const std::vector<double>& values) {
  const auto driver = std::ranges::find(scenario.drivers, spec.name, &DriverBelief::name);
  if (driver == scenario.drivers.end()) return;
  const auto unit = Unit::parse(spec.unit);
  const double factor = unit ? unit->factor_to(driver->unit).value_or(1.0) : 1.0;
  Course course{.knots = {}, .between = Between::step, .shared = 1.0, .noise = {}};
  for (std::size_t q = 0; q < values.size(); ++q) {
    const FiscalQuarter quarter = scenario.first + static_cast<int>(q);
    const Date day = scenario.calendar.days_of(quarter).first;
    course.knots.push_back({to_string(quarter), day, {Constant{values[q] * factor}, "held", driver->where}});
  }
  driver->suppositions.push_back({.kind = Supposition::Kind::replace,
                                  .from = scenario.calendar.days_of(scenario.first).first,
                                  .instead = std::move(course),
                                  .where = driver->where});
}

/// A driver's p10 and p90, a quarter each.
struct DriverEnds {
  int driver;
  std::vector<double> low, high;
};

/// Of every driver that is uncertain, as it was learnt.
std::vector<DriverEnds> ends_of(const Prepared& prepared, Threads threads) {
  constexpr std::int64_t paths = 4096;
  const int quarters = prepared.plan.timeline.quarters();
  std::vector<DriverEnds> all;
  std::vector<DriverPoint> points;
  for (std::size_t d = 0; d < prepared.plan.drivers.size(); ++d) {
    if (!can_be_held(prepared.plan, *prepared.model, d)) continue;
    all.push_back({static_cast<int>(d), {}, {}});
    for (int q = 0; q < quarters; ++q) points.push_back({static_cast<int>(d), Timeline::horizon + q});
  }
  const Eigen::MatrixXd values =
      draw_drivers(prepared.plan, *prepared.model, prepared.sampler(), points, paths, threads);
  for (Eigen::Index p = 0; p < values.cols(); ++p) {
    DriverEnds& ends = all[static_cast<std::size_t>(p / quarters)];
    std::vector<double> ascending(values.col(p).begin(), values.col(p).end());
    std::ranges::sort(ascending);
    ends.low.push_back(quantile_of(ascending, low_probability));
    ends.high.push_back(quantile_of(ascending, high_probability));
  }
  return all;
}

/// A driver at one of its ends.
struct Held {
  int driver;
  const std::vector<double>* at;
};

/// The figure with drivers held, on the draws of the scenario.
class Holder {
 public:
  Holder(const Prepared& prepared, int row) : prepared_(prepared), row_(row) {}

  Eigen::VectorXd values(const std::vector<Held>& held, std::int64_t paths, Threads threads) const {
    Scenario scenario = prepared_.scenario;
    for (const auto& [driver, at] : held) {
      hold(scenario, prepared_.model->drivers()[static_cast<std::size_t>(driver)], *at);
    }
    const Plan plan = compile(scenario, *prepared_.model);
    const Draws draws = prepared_.draws_for(plan);
    return draw_series(plan, *prepared_.model, draws.sampler(), {row_}, paths, threads).col(0);
  }

  /// How far the figure's mean goes from the low end to the high one, on few paths: which drivers are worth more.
  double swing(const DriverEnds& ends) const {
    constexpr std::int64_t few = 512;
    const Eigen::VectorXd change =
        values({{ends.driver, &ends.high}}, few, {1}) - values({{ends.driver, &ends.low}}, few, {1});
    const double swing = change.mean();
    return std::isfinite(swing) ? swing : 0.0;
  }

 private:
  const Prepared& prepared_;
  int row_;
};

/// The quarter of the horizon with which a period ends.
int last_quarter(const Prepared& prepared, const Period& period) {
  const FiscalQuarter last = period.is_year() ? FiscalQuarter(period.fiscal_year(), 4) : period.first_quarter();
  return std::clamp(last - prepared.scenario.first, 0, prepared.plan.timeline.quarters() - 1);
}

/// One bar before it is drawn: what is held at its low, and at its high.
struct Swing {
  TornadoResult::Bar bar;
  std::vector<Held> low, high;
  double width = 0.0;  ///< on few paths
};

/// A bar a driver, at its p10 and its p90.
std::vector<Swing> by_driver(const Prepared& prepared, const std::vector<DriverEnds>& all,
                             const std::vector<double>& swings, std::size_t shown) {
  std::vector<Swing> bars;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const DriverSpec& spec = prepared.model->drivers()[static_cast<std::size_t>(all[i].driver)];
    bars.push_back({.bar = {.name = spec.name,
                            .unit = spec.unit,
                            .meaning = spec.meaning,
                            .ends = TornadoResult::Ends{all[i].low[shown], all[i].high[shown]}},
                    .low = {{all[i].driver, &all[i].low}},
                    .high = {{all[i].driver, &all[i].high}},
                    .width = std::abs(swings[i])});
  }
  return bars;
}

/// A bar a group: each of its drivers at the end that lowers the figure, and each at the one that raises it.
std::vector<Swing> by_group(const Prepared& prepared, const std::vector<DriverEnds>& all,
                            const std::vector<double>& swings) {
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::greater{}, [&](std::size_t i) { return std::abs(swings[i]); });
  std::map<std::string, Swing> groups;
  std::map<std::string, int> drivers;
  constexpr int named = 4;
  for (const std::size_t i : order) {
    const DriverSpec& spec = prepared.model->drivers()[static_cast<std::size_t>(all[i].driver)];
    const std::string name = spec.group.empty() ? "other" : spec.group;
    Swing& group = groups[name];
    group.bar.name = name;
    const bool rises = swings[i] >= 0.0;
    group.low.push_back({all[i].driver, rises ? &all[i].low : &all[i].high});
    group.high.push_back({all[i].driver, rises ? &all[i].high : &all[i].low});
    group.width += std::abs(swings[i]);
    const int before = drivers[name]++;
    if (before < named) group.bar.meaning += (before == 0 ? "" : ", ") + spec.name;
  }
  std::vector<Swing> bars;
  for (auto& [name, group] : groups) {
    if (drivers[name] > named) group.bar.meaning += fmt::format(" and {} more", drivers[name] - named);
    bars.push_back(std::move(group));
  }
  return bars;
}

}  // namespace

std::optional<TornadoResult> tornado(const TornadoRequest& request, const Callbacks& callbacks) {
  const auto named = [](const std::string& text) {
    return text.empty() ? std::vector<std::string>{} : std::vector{text};
  };
  const Prepared prepared = prepare(with_series(request.scenario, named(request.metric), named(request.period)));
  const std::string metric = request.metric.empty() ? usual_metrics_of(prepared.scenario).front() : request.metric;
  const int row = choose_series(prepared.plan, metric,
                                request.period.empty() ? next_fiscal_year(prepared.scenario) : request.period);
  const Eigen::VectorXd figure =
      draw_series(prepared.plan, *prepared.model, prepared.sampler(), {row}, request.paths, request.scenario.threads)
          .col(0);
  const SeriesKey& series = prepared.plan.series[static_cast<std::size_t>(row)];
  TornadoResult result{
      .about = {prepared.scenario.name, prepared.scenario.as_of, request.paths, 0, request.scenario.seed, {}},
      .series = series,
      .level = difference_of(values_of(figure), values_of(figure), series.scale, series.offset, {}).before,
      .by_group = request.groups,
      .bars = {}};
  result.about.metric_titles.emplace(metric, title_of_metric(prepared, metric));
  note_undefined(series, values_of(figure), result.about);
  const Threads threads = request.scenario.threads;
  const Holder holder(prepared, row);
  const std::vector<DriverEnds> all = ends_of(prepared, threads);
  const auto of = static_cast<std::int64_t>(all.size() + std::min(all.size(), request.most));
  std::vector<double> swings(all.size());
  std::atomic<std::int64_t> done = 0;
  parallel_for(static_cast<std::int64_t>(all.size()), threads, [&](int, std::int64_t i) {
    if (callbacks.stop()) return;
    swings[static_cast<std::size_t>(i)] = holder.swing(all[static_cast<std::size_t>(i)]);
    callbacks.progress(++done, of);
  });
  const auto shown = static_cast<std::size_t>(last_quarter(prepared, series.period));
  std::vector<Swing> bars = request.groups ? by_group(prepared, all, swings) : by_driver(prepared, all, swings, shown);
  std::ranges::stable_sort(bars, std::greater{}, &Swing::width);
  bars.resize(std::min(bars.size(), request.most));
  for (Swing& bar : bars) {
    if (callbacks.stop()) return std::nullopt;
    const auto difference = [&](const std::vector<Held>& held) {
      return difference_of(values_of(figure), values_of(holder.values(held, request.paths, threads)), series.scale,
                           series.offset, groups_of(prepared));
    };
    bar.bar.at_low = difference(bar.low);
    bar.bar.at_high = difference(bar.high);
    if (!series.may_be_undefined)
      result.about.failed_paths = std::max(result.about.failed_paths, request.paths - bar.bar.at_high.paths);
    result.bars.push_back(std::move(bar.bar));
    callbacks.progress(++done, of);
  }
  std::ranges::stable_sort(result.bars, [](const TornadoResult::Bar& a, const TornadoResult::Bar& b) {
    return std::abs(a.swing()) > std::abs(b.swing());
  });
  return result;
}

}  // namespace wafercast
