#include <engine/random/streams.hpp>
#include <engine/uncertainty/marginal.hpp>

#include <benchmark/benchmark.h>

#include <vector>

namespace wafercast {
namespace {

constexpr std::size_t lanes = 64;

void per_value(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(lanes));
}

void uniforms(benchmark::State& state) {
  const Stream stream(1, "benchmark");
  std::vector<double> values(lanes);
  std::uint64_t path = 0;
  for (auto _ : state) {
    stream.uniforms(path += lanes, 0, values);
    benchmark::DoNotOptimize(values.data());
  }
  per_value(state);
}
BENCHMARK(uniforms);

void normals(benchmark::State& state) {
  const Stream stream(1, "benchmark");
  std::vector<double> values(lanes);
  std::uint64_t path = 0;
  for (auto _ : state) {
    stream.normals(path += lanes, 0, values);
    benchmark::DoNotOptimize(values.data());
  }
  per_value(state);
}
BENCHMARK(normals);

void marginal(benchmark::State& state, const Belief& belief) {
  const Marginal marginal = Marginal::from(belief, Support::positive);
  std::vector<double> z(lanes);
  Stream(1, "benchmark").normals(0, 0, z);
  std::vector<double> values(lanes);
  for (auto _ : state) {
    values = z;
    marginal.apply(values);
    benchmark::DoNotOptimize(values.data());
  }
  per_value(state);
}
BENCHMARK_CAPTURE(marginal, lognormal, Belief(Lognormal{1.0, 0.2}));
BENCHMARK_CAPTURE(marginal, triangular, Belief(Triangular{1.0, 2.0, 4.0}));

}  // namespace
}  // namespace wafercast
