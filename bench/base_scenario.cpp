// The real model on the base scenario, one thread: a block at a time, stage by stage. Items are paths.

#include <engine/simulation/simulate.hpp>
#include <runners/jobs/runs/run.hpp>

#include <benchmark/benchmark.h>

#include <cstdint>

namespace wafercast {
namespace {

ScenarioRequest base_request() {
  ScenarioRequest request{.file = WAFERCAST_SOURCE_DIR "/scenarios/base.yaml"};
  request.read.as_of = parse_date("2025-02-27");
  request.threads = {1};
  return request;
}

/// Conditioned once, for all benchmarks.
const Prepared& base() {
  static const Prepared prepared = prepare(base_request());
  return prepared;
}

void per_path(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * block_lanes);
}

void read_scenario_text(benchmark::State& state) {
  for (auto _ : state) {
    const Scenario scenario = read(base_request());
    benchmark::DoNotOptimize(&scenario);
  }
}
BENCHMARK(read_scenario_text)->Unit(benchmark::kMillisecond);

/// Read, compiled and conditioned.
void prepare_scenario(benchmark::State& state) {
  for (auto _ : state) {
    const Prepared prepared = prepare(base_request());
    benchmark::DoNotOptimize(&prepared);
  }
}
BENCHMARK(prepare_scenario)->Unit(benchmark::kMillisecond);

void sample(benchmark::State& state, const Sampler& sampler) {
  LaneTable z(static_cast<int>(base().plan.draws.size()));
  std::uint64_t path = 0;
  for (auto _ : state) sampler.fill(path += block_lanes, z);
  per_path(state);
  state.counters["draws"] = static_cast<double>(base().plan.draws.size());
}

void sample_prior(benchmark::State& state) {
  sample(state, *base().draws.prior);
}
BENCHMARK(sample_prior);

void sample_posterior(benchmark::State& state) {
  sample(state, base().sampler());
}
BENCHMARK(sample_posterior);

void simulate_block(benchmark::State& state) {
  BlockRunner runner(base().plan, *base().model, base().sampler());
  std::uint64_t path = 0;
  for (auto _ : state) runner.run(path += block_lanes, block_lanes);
  per_path(state);
}
BENCHMARK(simulate_block);

void simulate_and_summarise(benchmark::State& state) {
  BlockRunner runner(base().plan, *base().model, base().sampler());
  Counted counted = nothing_counted(base());
  std::uint64_t path = 0;
  for (auto _ : state) counted.summary.consume(runner.run(path += block_lanes, block_lanes));
  per_path(state);
  state.counters["series"] = static_cast<double>(base().plan.series.size());
}
BENCHMARK(simulate_and_summarise);

}  // namespace
}  // namespace wafercast
