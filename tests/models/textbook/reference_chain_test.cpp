// The reference chain against what another implementation says of it: quantiles of 2 M paths of
// bench/peers/chain_numpy.py.

#include <engine/forecast/summary.hpp>
#include <engine/simulation/simulate.hpp>
#include <models/textbook/reference_chain.hpp>

#include <map>

namespace wafercast::textbook {
namespace {

constexpr std::int64_t paths = 200'000;

TEST(ReferenceChain, AgreesWithNumPy) {
  const ReferenceChain model;
  const Scenario scenario = reference_chain_scenario();
  const Plan plan = reference_chain_plan(scenario, model);
  const PhiloxSampler sampler(1, plan.draws);
  Summary summary(plan.series, plan.event_names, {});
  RunOptions options;
  options.paths = paths;
  options.threads = {1};
  simulate(plan, model, sampler, options, [&](int) -> BlockConsumer& { return summary; });

  const auto last = Period::quarter(FiscalQuarter(2027, 4));
  const std::map<std::string, std::map<double, double>> known = {
      {"sales", {{0.05, 27.452}, {0.25, 38.801}, {0.5, 49.802}, {0.75, 64.268}, {0.95, 93.552}}},
      {"total_sales", {{0.05, 273.80}, {0.25, 345.14}, {0.5, 407.61}, {0.75, 483.70}, {0.95, 622.79}}},
      {"total_margin", {{0.05, 0.63757}, {0.25, 0.66860}, {0.5, 0.68848}, {0.75, 0.70709}, {0.95, 0.73185}}}};
  for (const MetricForecast& metric : summary.forecast().metrics) {
    for (const auto& [level, value] : known.at(metric.name)) {
      const Estimate& ours = metric.periods.at(last).quantiles.at(level);
      // Five standard errors: a sound program fails one of these 15 checks in about 100,000 seeds; the seed is fixed.
      EXPECT_NEAR(ours.value, value, 5.0 * ours.error) << metric.name << " at " << level;
    }
  }
}

}  // namespace
}  // namespace wafercast::textbook
