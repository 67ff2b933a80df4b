#include <engine/simulation/simulate.hpp>

#include <engine/simulation/stages/derive.hpp>
#include <engine/simulation/stages/event_stage.hpp>

#include <algorithm>
#include <atomic>
#include <stdexcept>

namespace wafercast {
namespace {

/// Where the model writes: metrics that are summarised straight into their series, details beside them.
std::vector<Lanes*> rows_of_metrics(const Plan& plan, LaneTable& series, LaneTable& details) {
  std::vector<Lanes*> rows;
  int detail = 0;
  for (const int first_series : plan.series_of_metric) {
    rows.push_back(first_series >= 0 ? &series[first_series] : &details[plan.timeline.quarters() * detail++]);
  }
  return rows;
}

/// Which block comes at `place` when those that read the same memory come together: of `blocks` in rounds of `period`,
/// first all that begin a round, and so on. The last round may be shorter.
std::int64_t block_at(std::int64_t place, std::int64_t blocks, std::int64_t period) {
  if (period <= 0 || period >= blocks) return place;
  const std::int64_t rounds = (blocks + period - 1) / period;
  const std::int64_t in_all_rounds = blocks - (rounds - 1) * period;
  const std::int64_t places_in_all = in_all_rounds * rounds;
  if (place < places_in_all) return place / rounds + place % rounds * period;
  const std::int64_t rest = place - places_in_all;
  return in_all_rounds + rest / (rounds - 1) + rest % (rounds - 1) * period;
}

}  // namespace

BlockRunner::BlockRunner(const Plan& plan, const Model& model, const Sampler& sampler, StageObserver* observer,
                         const std::optional<std::vector<int>>& rows)
    : plan_(plan),
      model_(model),
      sampler_(sampler),
      observer_(observer),
      derived_(rows ? derived_for(plan, *rows) : plan.derived),
      z_(static_cast<int>(plan.draws.size())),
      driver_rows_(plan.driver_rows),
      scratch_(plan),
      event_times_(static_cast<int>(plan.events.size())),
      driver_block_(driver_rows_, plan.row_of, plan.timeline.slices()),
      workspace_(model.workspace(plan.timeline)),
      series_(static_cast<int>(plan.series.size()), static_cast<int>(plan.events.size()), plan.limit_rows),
      details_(plan.timeline.quarters() * static_cast<int>(std::ranges::count(plan.series_of_metric, -1))),
      metrics_(rows_of_metrics(plan, series_.values, details_)) {
  for (const PlannedDependence& group : plan.dependence) {
    std::vector<double*> mixed;
    for (int row : group.rows) mixed.push_back(z_[row].data());
    correlated_rows_.push_back(std::move(mixed));
  }
  for (const PlannedDriver& driver : plan.drivers) {
    if (driver.certain) evaluate_driver(driver, plan.timeline, z_, scratch_, driver_rows_, series_.limited);
  }
}

const DriverBlock& BlockRunner::run_drivers(std::uint64_t first_path) {
  if (observer_ != nullptr) observer_->begin();
  sampler_.fill(first_path, z_);
  passed(Stage::sampling);
  for (std::size_t i = 0; i < plan_.dependence.size(); ++i) {
    plan_.dependence[i].apply(correlated_rows_[i], z_);
  }
  passed(Stage::dependence);
  for (const PlannedDriver& driver : plan_.drivers) {
    if (!driver.certain) evaluate_driver(driver, plan_.timeline, z_, scratch_, driver_rows_, series_.limited);
  }
  passed(Stage::drivers);
  run_events();
  passed(Stage::events);
  return driver_block_;
}

const SeriesBlock& BlockRunner::run(std::uint64_t first_path, int lanes) {
  run_drivers(first_path);
  model_.run(driver_block_, plan_.timeline, *workspace_, metrics_);
  passed(Stage::model);
  derive_series(derived_, series_.values);
  passed(Stage::derive);
  series_.first_path = first_path;
  series_.lanes = lanes;
  return series_;
}

void BlockRunner::run_events() {
  const double horizon_end =
      static_cast<double>(plan_.timeline.days_of(plan_.timeline.slices() - 1).last.time_since_epoch().count());
  time_events(plan_, z_, event_times_);
  for (int i = 0; i < static_cast<int>(plan_.events.size()); ++i) {
    apply_effects(plan_.events[static_cast<std::size_t>(i)], plan_, z_, event_times_.start[i], event_times_.end[i],
                  driver_rows_);
    series_.happened[i] = (event_times_.start[i] < horizon_end).cast<double>();
  }
}

bool simulate(const Plan& plan, const Model& model, const Sampler& sampler, const RunOptions& options,
              const std::function<BlockConsumer&(int slot)>& consumer) {
  if (options.first_path % block_lanes != 0) throw std::invalid_argument("a run begins with a whole block of paths");
  const std::int64_t blocks = (options.paths + block_lanes - 1) / block_lanes;
  std::vector<std::unique_ptr<BlockRunner>> runners;
  std::vector<StageObserver*> observers;
  for (int slot = 0; slot < worker_slots(options.threads); ++slot) {
    observers.push_back(options.observer(slot));
    runners.push_back(std::make_unique<BlockRunner>(plan, model, sampler, observers.back(), options.rows));
  }
  std::atomic<std::int64_t> paths_done = 0;
  const auto run_block = [&](int slot, std::int64_t place) {
    const std::int64_t offset = block_at(place, blocks, sampler.period_blocks()) * block_lanes;
    const int lanes = static_cast<int>(std::min<std::int64_t>(block_lanes, options.paths - offset));
    const std::uint64_t first_path = options.first_path + static_cast<std::uint64_t>(offset);
    const auto worker = static_cast<std::size_t>(slot);
    consumer(slot).consume(runners[worker]->run(first_path, lanes));
    if (observers[worker] != nullptr) observers[worker]->passed(Stage::summary);
    options.progress(paths_done += lanes);
  };
  parallel_for(blocks, options.threads, run_block, options.stop);
  for (int slot = 0; slot < worker_slots(options.threads); ++slot) consumer(slot).finish();
  return paths_done == options.paths;
}

}  // namespace wafercast
