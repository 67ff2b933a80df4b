// Whole commands as jobs, with what was learnt before in the cache: what a user waits for, less the start of the
// process.

#include <runners/jobs/record/backtest.hpp>
#include <runners/jobs/runs/metrics_forecast.hpp>
#include <runners/jobs/runs/run.hpp>
#include <runners/jobs/runs/session.hpp>
#include <runners/jobs/studies/compare.hpp>

#include <benchmark/benchmark.h>

#include <unistd.h>

#include <filesystem>
#include <string>

namespace wafercast {
namespace {

constexpr std::int64_t paths = 16'384;

/// A folder for what is learnt, gone with the process.
class Cache {
 public:
  ~Cache() { std::filesystem::remove_all(folder_); }
  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("wafercast-bench-" + std::to_string(::getpid()));
};

ScenarioRequest scenario_request(const char* file = "base.yaml") {
  static const Cache cache;
  ScenarioRequest request{.file = std::filesystem::path(WAFERCAST_SOURCE_DIR "/scenarios") / file};
  request.read.as_of = parse_date("2026-09-10");
  request.threads = {1};
  request.cache = cache.folder();
  return request;
}

void command_run(benchmark::State& state) {
  const RunRequest request{scenario_request(), paths};
  for (auto _ : state) benchmark::DoNotOptimize(run(request, {})->forecast.paths);
  state.SetItemsProcessed(state.iterations() * paths);
}
BENCHMARK(command_run)->Unit(benchmark::kMillisecond);

void command_compare(benchmark::State& state) {
  CompareRequest request{scenario_request()};
  request.others = {{scenario_request("what-if/capex_cut.yaml").file}};
  request.paths = paths;
  for (auto _ : state) benchmark::DoNotOptimize(compare(request, {})->others.size());
  state.SetItemsProcessed(2 * state.iterations() * paths);
}
BENCHMARK(command_compare)->Unit(benchmark::kMillisecond);

/// A question put to a scenario that stays ready, with one driver changed, by as many threads as there are. The answer
/// is what the terminal shows of a run: its usual series with their errors.
void session_what_if(benchmark::State& state) {
  static const Session session = [] {
    ScenarioRequest request = scenario_request();
    request.threads = {};
    return Session(request);
  }();
  for (auto _ : state)
    benchmark::DoNotOptimize(session.what_if({{"cowos.capacity.scale", "0.9@+1"}}, state.range(0))->paths);
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(session_what_if)->Arg(4'096)->Arg(16'384)->Unit(benchmark::kMillisecond)->UseRealTime();

/// The part of it that does not hang on the number of paths: reading, compiling, sharing what was learnt.
void session_prepare(benchmark::State& state) {
  static const Session session(scenario_request());
  for (auto _ : state)
    benchmark::DoNotOptimize(
        session.with({{"cowos.capacity.scale", "0.9@+1"}}, KeptScenario::Resolved::left_out).plan.draws.size());
}
BENCHMARK(session_prepare)->Unit(benchmark::kMillisecond);

/// What a night does for one scenario, with a watched metric.
void nightly_unit(benchmark::State& state) {
  for (auto _ : state) {
    const Prepared prepared = prepare(scenario_request("what-if/capex_cut.yaml"));
    benchmark::DoNotOptimize(forecast_metrics(prepared, {"revenue", "gross_margin"}, paths, {1}, {})->forecast.paths);
  }
  state.SetItemsProcessed(state.iterations() * paths);
}
BENCHMARK(nightly_unit)->Unit(benchmark::kMillisecond);

/// One origin, learnt from anew.
void command_backtest(benchmark::State& state) {
  BacktestRequest request{scenario_request()};
  request.first_origin = request.last_origin = FiscalQuarter(2026, 1);
  request.paths = paths;
  for (auto _ : state) benchmark::DoNotOptimize(backtest(request, {}).has_value());
}
BENCHMARK(command_backtest)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace wafercast
