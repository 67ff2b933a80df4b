#include <tests/engine/simulation/textbook_scenario.hpp>

#include <models/textbook/product_of_lognormals.hpp>

namespace wafercast {
namespace {

using testing::driver;
using testing::simulate_all;

Scenario scenario() {
  Scenario scenario = testing::textbook_scenario();
  scenario.drivers = {driver("units", "unit/quarter", Lognormal{1000.0, 0.2}, {0.05, 0.5}),
                      driver("price", "USD/unit", Triangular{40.0, 50.0, 70.0})};
  scenario.correlations = {{"units", "price", -0.4, {}}};
  return scenario;
}

TEST(Determinism, ThreadsDoNotShow) {
  const textbook::ProductOfLognormals model;
  const std::int64_t paths = 10'007;  // ends within a block
  const std::string one = simulate_all(scenario(), model, paths, 1)->digest();
  for (const int threads : {2, 3, 8})
    EXPECT_EQ(simulate_all(scenario(), model, paths, threads)->digest(), one) << threads;
}

TEST(Determinism, TheSeedShows) {
  const textbook::ProductOfLognormals model;
  EXPECT_NE(simulate_all(scenario(), model, 1000, 1, 1)->digest(),
            simulate_all(scenario(), model, 1000, 1, 2)->digest());
}

TEST(Determinism, ARunCutInTwoIsTheWholeRun) {
  const textbook::ProductOfLognormals model;
  const Scenario whole_scenario = scenario();
  const Plan plan = compile(whole_scenario, model);
  const PhiloxSampler sampler(1, plan.draws);
  const auto part = [&](std::uint64_t first, std::int64_t paths) {
    auto summary = std::make_unique<Summary>(plan.series, plan.event_names, std::vector<PlannedQuestion>{});
    RunOptions options;
    options.first_path = first;
    options.paths = paths;
    options.threads = {1};
    EXPECT_TRUE(simulate(plan, model, sampler, options, [&](int) -> BlockConsumer& { return *summary; }));
    return summary;
  };
  const auto first = part(0, 6400);
  const auto second = part(6400, 3600);
  second->merge(*first);
  EXPECT_EQ(second->digest(), part(0, 10'000)->digest());
}

TEST(Determinism, StoppingIsReported) {
  const textbook::ProductOfLognormals model;
  const Plan plan = compile(scenario(), model);
  const PhiloxSampler sampler(1, plan.draws);
  Summary summary(plan.series, plan.event_names, {});
  RunOptions options;
  options.paths = 100'000;
  options.threads = {1};
  options.stop = [] { return true; };
  EXPECT_FALSE(simulate(plan, model, sampler, options, [&](int) -> BlockConsumer& { return summary; }));
}

}  // namespace
}  // namespace wafercast
