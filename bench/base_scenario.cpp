// The real model on the base scenario, one thread: a block at a time, stage by stage. Items are paths.

#include <wafercast/accelerator_vendor/model.hpp>
#include <wafercast/forecast/summary.hpp>
#include <wafercast/scenario/read.hpp>
#include <wafercast/simulation/simulate.hpp>

#include <benchmark/benchmark.h>

#include <cstdint>
#include <optional>
#include <string>

namespace wafercast {
namespace {

Scenario base_scenario() {
  ReadOptions options;
  options.as_of = parse_date("2025-02-27");
  options.model_names = {"accelerator_vendor"};
  return read_scenario(WAFERCAST_SOURCE_DIR "/scenarios/base.yaml", options);
}

struct Base {
  Scenario scenario = base_scenario();
  accelerator_vendor::AcceleratorVendor model{scenario};
  Plan plan = compile(scenario, model);
  PhiloxSampler sampler{1, plan.draws};
};

void per_path(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * block_lanes);
}

void read_and_compile(benchmark::State& state) {
  for (auto _ : state) {
    const Base base;
    benchmark::DoNotOptimize(&base);
  }
}
BENCHMARK(read_and_compile)->Unit(benchmark::kMillisecond);

void sample(benchmark::State& state) {
  const Base base;
  LaneTable z(static_cast<int>(base.plan.draws.size()));
  std::uint64_t path = 0;
  for (auto _ : state) base.sampler.fill(path += block_lanes, z);
  per_path(state);
  state.counters["draws"] = static_cast<double>(base.plan.draws.size());
}
BENCHMARK(sample);

void simulate_block(benchmark::State& state) {
  const Base base;
  BlockRunner runner(base.plan, base.model, base.sampler);
  std::uint64_t path = 0;
  for (auto _ : state) runner.run(path += block_lanes, block_lanes);
  per_path(state);
}
BENCHMARK(simulate_block);

void simulate_and_summarise(benchmark::State& state) {
  const Base base;
  BlockRunner runner(base.plan, base.model, base.sampler);
  Summary summary(base.plan.series, base.plan.event_names, {});
  std::uint64_t path = 0;
  for (auto _ : state) summary.consume(runner.run(path += block_lanes, block_lanes));
  per_path(state);
  state.counters["series"] = static_cast<double>(base.plan.series.size());
}
BENCHMARK(simulate_and_summarise);

}  // namespace
}  // namespace wafercast
