#include <runners/jobs/tornado.hpp>

#include <engine/insight/driver_draws.hpp>
#include <engine/insight/series_draws.hpp>
#include <runners/jobs/series_choice.hpp>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <utility>

namespace wafercast {
namespace {

constexpr double low_probability = 0.10;
constexpr double high_probability = 0.90;

double quantile_of(Eigen::VectorXd values, double p) {
  auto* at = values.data() + static_cast<Eigen::Index>(p * static_cast<double>(values.size() - 1));
  std::nth_element(values.data(), at, values.data() + values.size());
  return *at;
}

bool can_be_held(const Plan& plan, const Model& model, std::size_t driver) {
  return !plan.drivers[driver].certain && model.drivers()[driver].instead.empty();
}

/// The scenario with a driver held at these values, a quarter each, in the model's unit.
Scenario held(Scenario scenario, const DriverSpec& spec, const std::vector<double>& values) {
  const auto driver = std::ranges::find(scenario.drivers, spec.name, &DriverBelief::name);
  if (driver == scenario.drivers.end()) return scenario;
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
  return scenario;
}

/// A driver's p10 and p90, a quarter each.
struct Ends {
  int driver;
  std::vector<double> low, high;
};

/// Of every driver that is uncertain, as it was learnt.
std::vector<Ends> ends_of(const Prepared& prepared, Threads threads) {
  constexpr std::int64_t paths = 4096;
  const int quarters = prepared.plan.timeline.quarters();
  std::vector<Ends> all;
  std::vector<DriverPoint> points;
  for (std::size_t d = 0; d < prepared.plan.drivers.size(); ++d) {
    if (!can_be_held(prepared.plan, *prepared.model, d)) continue;
    all.push_back({static_cast<int>(d), {}, {}});
    for (int q = 0; q < quarters; ++q) points.push_back({static_cast<int>(d), Timeline::horizon + q});
  }
  const Eigen::MatrixXd values =
      draw_drivers(prepared.plan, *prepared.model, prepared.sampler(), points, paths, threads);
  for (Eigen::Index p = 0; p < values.cols(); ++p) {
    Ends& ends = all[static_cast<std::size_t>(p / quarters)];
    ends.low.push_back(quantile_of(values.col(p), low_probability));
    ends.high.push_back(quantile_of(values.col(p), high_probability));
  }
  return all;
}

/// The figure with drivers held, on the draws of the scenario.
class Holder {
 public:
  Holder(const Prepared& prepared, int row) : prepared_(prepared), row_(row) {}

  Eigen::VectorXd values(int driver, const std::vector<double>& held_at, std::int64_t paths, Threads threads) const {
    const DriverSpec& spec = prepared_.model->drivers()[static_cast<std::size_t>(driver)];
    const Plan plan = compile(held(prepared_.scenario, spec, held_at), *prepared_.model);
    const Draws draws = prepared_.draws_for(plan);
    return draw_series(plan, *prepared_.model, draws.sampler(), {row_}, paths, threads).col(0);
  }

  /// How far the figure's mean goes from the one end to the other, on few paths: which drivers are worth more.
  double swing(const Ends& ends) const {
    constexpr std::int64_t few = 512;
    const Eigen::VectorXd change = values(ends.driver, ends.high, few, {1}) - values(ends.driver, ends.low, few, {1});
    const double swing = std::abs(change.mean());
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

}  // namespace

std::optional<TornadoResult> tornado(const TornadoRequest& request, const Callbacks& callbacks) {
  const Prepared prepared = prepare(request.scenario);
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
      .level = difference_of(figure, figure, series.scale, series.offset, {}).before,
      .bars = {}};
  result.about.metric_titles.emplace(metric, title_of_metric(*prepared.model, metric));
  const Threads threads = request.scenario.threads;
  const Holder holder(prepared, row);
  std::vector<Ends> all = ends_of(prepared, threads);
  const auto of = static_cast<std::int64_t>(all.size() + std::min(all.size(), request.most));
  std::vector<std::pair<double, std::size_t>> swings(all.size());
  std::atomic<std::int64_t> done = 0;
  parallel_for(static_cast<std::int64_t>(all.size()), threads, [&](int, std::int64_t i) {
    if (callbacks.stop()) return;
    const auto at = static_cast<std::size_t>(i);
    swings[at] = {holder.swing(all[at]), at};
    callbacks.progress(++done, of);
  });
  std::ranges::stable_sort(swings, std::greater{}, &std::pair<double, std::size_t>::first);
  swings.resize(std::min(swings.size(), request.most));
  const auto shown = static_cast<std::size_t>(last_quarter(prepared, series.period));
  for (const auto& [swing, at] : swings) {
    if (callbacks.stop()) return std::nullopt;
    const Ends& ends = all[at];
    const DriverSpec& spec = prepared.model->drivers()[static_cast<std::size_t>(ends.driver)];
    const auto difference = [&](const std::vector<double>& held_at) {
      return difference_of(figure, holder.values(ends.driver, held_at, request.paths, threads), series.scale,
                           series.offset, groups_of(prepared));
    };
    result.bars.push_back({spec.name, spec.unit, spec.meaning, ends.low[shown], ends.high[shown], difference(ends.low),
                           difference(ends.high)});
    result.about.failed_paths = std::max(result.about.failed_paths, request.paths - result.bars.back().at_high.paths);
    callbacks.progress(++done, of);
  }
  std::ranges::stable_sort(result.bars, [](const TornadoResult::Bar& a, const TornadoResult::Bar& b) {
    return std::abs(a.swing()) > std::abs(b.swing());
  });
  return result;
}

}  // namespace wafercast
