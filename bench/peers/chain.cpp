// The reference chain by the engine, for bench/peers/run: how long it took, what came out, and the floor that the same
// minute's arithmetic sets. Prints JSON.
//
//   wafercast_reference_chain PATHS THREADS SEED [independent | sobol | latin-hypercube]

#include "../kernels.hpp"

#include <engine/forecast/summary.hpp>
#include <engine/random/streams.hpp>
#include <engine/simulation/simulate.hpp>
#include <engine/simulation/stages/point_sampler.hpp>
#include <models/textbook/reference_chain.hpp>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace wafercast {
namespace {

using textbook::ReferenceChain;

/// What a path costs at least, of the arithmetic that it cannot do without, in nanoseconds of one core.
nlohmann::json floor_of(const Plan& plan) {
  constexpr int factors = ReferenceChain::factors;
  constexpr int quarters = ReferenceChain::quarters;
  // The mixing of 25 rows, in the cache: the rate of multiply-adds that the machine has for it.
  const Stream stream(1, "floor");
  LaneTable table(factors);
  for (int row = 0; row < factors; ++row)
    stream.normals(0, static_cast<std::uint32_t>(row), {table[row].data(), block_lanes});
  std::vector<double*> rows;
  for (int row = 0; row < factors; ++row) rows.push_back(table[row].data());
  const double correlation = bench::nanoseconds(2'000, block_lanes, [&](int) {
    plan.dependence.front().copula.apply(rows, block_lanes);
    for (int row = 0; row < factors; ++row) table[row] = table[row].min(3.0).max(-3.0);
  });
  const double normal = bench::normal_nanoseconds();
  const double exponential = bench::exp_nanoseconds();
  const double moved = bench::addition_nanoseconds();  // every value is written once and read once
  const int draws = static_cast<int>(plan.draws.size());
  const double path = draws * normal + factors * quarters * exponential + quarters * correlation + 3.0 * draws * moved;
  return {{"nanoseconds_a_path", path},
          {"normal", normal},
          {"exp", exponential},
          {"correlation", correlation},
          {"value_moved", moved}};
}

nlohmann::json quantiles(const Distribution& distribution) {
  nlohmann::json of = nlohmann::json::array();
  for (const double level : {0.05, 0.25, 0.5, 0.75, 0.95}) of.push_back(distribution.quantiles.at(level).value);
  return of;
}

std::unique_ptr<Sampler> sampler_of(const std::string& draws, const Plan& plan, std::uint64_t seed,
                                    std::int64_t paths) {
  if (draws == "independent") return std::make_unique<PhiloxSampler>(seed, plan.draws);
  std::vector<int> dimensions(plan.draws.size());
  std::iota(dimensions.begin(), dimensions.end(), 0);
  const PointSet set = draws == "sobol" ? PointSet::sobol : PointSet::latin_hypercube;
  return std::make_unique<PointSampler>(set, seed, plan.draws, std::move(dimensions), PointSets{.points = paths / 8});
}

int main_program(std::int64_t paths, int threads, std::uint64_t seed, const std::string& draws) {
  const ReferenceChain model;
  const Scenario scenario = textbook::reference_chain_scenario();
  const Plan plan = textbook::reference_chain_plan(scenario, model);
  const std::unique_ptr<Sampler> sampler = sampler_of(draws, plan, seed, paths);
  std::vector<std::unique_ptr<Summary>> summaries;
  RunOptions options;
  options.paths = paths;
  options.threads = {threads};
  const double seconds = bench::seconds_of([&] {
    for (int slot = 0; slot < worker_slots(options.threads); ++slot) {
      summaries.push_back(std::make_unique<Summary>(plan.series, plan.event_names, std::vector<PlannedQuestion>{}));
    }
    simulate(plan, model, *sampler, options,
             [&](int slot) -> BlockConsumer& { return *summaries[static_cast<std::size_t>(slot)]; });
    for (std::size_t slot = 1; slot < summaries.size(); ++slot) summaries[0]->merge(*summaries[slot]);
  });
  const Forecast forecast = summaries[0]->forecast();
  nlohmann::json answer{{"paths", paths}, {"threads", threads}, {"seconds", seconds}, {"floor", floor_of(plan)}};
  for (const MetricForecast& metric : forecast.metrics) {
    for (const auto& [period, distribution] : metric.periods) {
      answer[metric.name].push_back(quantiles(distribution));
      answer["means"][metric.name].push_back(distribution.mean.value);
    }
  }
  std::cout << answer.dump(1) << "\n";
  return 0;
}

}  // namespace
}  // namespace wafercast

int main(int argc, char** argv) {
  const std::string draws = argc == 5 ? argv[4] : "independent";
  if ((argc != 4 && argc != 5) || (draws != "independent" && draws != "sobol" && draws != "latin-hypercube")) {
    std::cerr << "usage: wafercast_reference_chain PATHS THREADS SEED [independent | sobol | latin-hypercube]\n";
    return 2;
  }
  return wafercast::main_program(std::atoll(argv[1]), std::atoi(argv[2]), std::strtoull(argv[3], nullptr, 10), draws);
}
