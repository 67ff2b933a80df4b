#include <runners/jobs/runs/single_path.hpp>

#include <engine/simulation/simulate.hpp>
#include <runners/jobs/runs/prepare.hpp>

namespace wafercast {

SinglePath simulate_path(const Prepared& prepared, std::uint64_t path) {
  const Plan& plan = prepared.plan;
  const Model& model = *prepared.model;
  BlockRunner runner(plan, model, prepared.sampler());
  const int lane = static_cast<int>(path % block_lanes);
  const SeriesBlock& block = runner.run(path - static_cast<std::uint64_t>(lane), block_lanes);

  SinglePath single{.scenario = prepared.scenario.name,
                    .as_of = prepared.scenario.as_of,
                    .path = path,
                    .last_reported = plan.timeline.last_reported(),
                    .quarters = plan.timeline.quarters(),
                    .events = {},
                    .drivers = {},
                    .metrics = {}};
  for (std::size_t i = 0; i < plan.event_names.size(); ++i) {
    if (block.happened[static_cast<int>(i)][lane] > 0.0) single.events.push_back(plan.event_names[i]);
  }
  const DriverBlock& drivers = runner.drivers();
  for (std::size_t d = 0; d < model.drivers().size(); ++d) {
    const int driver = static_cast<int>(d);
    SinglePath::Row row{model.drivers()[d].name, model.drivers()[d].unit, {drivers(driver, Timeline::anchor)[lane]}};
    for (int q = 0; plan.drivers[d].moves && q < single.quarters; ++q) {
      row.values.push_back(drivers(driver, Timeline::horizon + q)[lane]);
    }
    single.drivers.push_back(std::move(row));
  }
  for (std::size_t m = 0; m < model.metrics().size(); ++m) {
    SinglePath::Row row{model.metrics()[m].name, model.metrics()[m].unit, {}};
    for (int q = 0; q < single.quarters; ++q) row.values.push_back(runner.metrics()(static_cast<int>(m), q)[lane]);
    single.metrics.push_back(std::move(row));
  }
  return single;
}

}  // namespace wafercast
