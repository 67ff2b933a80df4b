// The errors of figures that come of sets of points: do they say how far the figures are off?

#include <tests/engine/simulation/textbook_scenario.hpp>

#include <engine/learning/ensemble_error.hpp>
#include <engine/simulation/stages/point_sampler.hpp>
#include <models/textbook/product_of_lognormals.hpp>

#include <array>
#include <cmath>

namespace wafercast {
namespace {

using testing::driver;

constexpr int sets = 8;
constexpr std::int64_t paths = 4096;
constexpr int runs = 400;
constexpr double beyond_once_in_twenty = 2.365;  // Student's t of 7 degrees of freedom, as eight sets give
const textbook::LognormalProduct exact{1000.0, 0.2, 50.0, 0.1};

Scenario product() {
  Scenario scenario = testing::textbook_scenario(1);
  scenario.drivers = {driver("units", "unit/quarter", Lognormal{1000.0, 0.2}),
                      driver("price", "USD/unit", Lognormal{50.0, 0.1})};
  return scenario;
}

Distribution sales(const Plan& plan, const Model& model, std::uint64_t seed, PointSet set, bool widened) {
  const PointSampler sampler(set, seed, plan.draws, {0, 1}, {.count = sets, .points = paths / sets});
  Summary summary(plan.series, {}, {});
  simulate(plan, model, sampler, {.paths = paths, .threads = {1}}, [&](int) -> BlockConsumer& { return summary; });
  Forecast forecast = summary.forecast();
  if (widened) add_ensemble_error(forecast, plan, model, sampler, {}, {sets, paths, paths, true}, {1});
  return testing::distribution(forecast, "sales", Period::quarter(plan.timeline.first()));
}

/// In how many of the runs the truth lies within the error, of mean, p5, p50 and p95.
std::array<int, 4> coverage(PointSet set, bool widened) {
  const Scenario scenario = product();
  const textbook::ProductOfLognormals model;
  const Plan plan = compile(scenario, model);
  std::array<int, 4> covered{};
  for (int run = 0; run < runs; ++run) {
    const Distribution of = sales(plan, model, static_cast<std::uint64_t>(run), set, widened);
    const auto count = [&](std::size_t figure, const Estimate& estimate, double truth) {
      if (std::abs(estimate.value - truth) < beyond_once_in_twenty * estimate.error) ++covered[figure];
    };
    count(0, of.mean, exact.mean());
    count(1, of.quantiles.at(0.05), exact.quantile(0.05));
    count(2, of.quantiles.at(0.5), exact.quantile(0.5));
    count(3, of.quantiles.at(0.95), exact.quantile(0.95));
  }
  return covered;
}

// Of 400 runs 380, with a standard deviation of 4.4: five of them are missed once in 1.7 M figures. The median is a
// case of its own: of mirrored points exactly half lie below that of a symmetric sum, in every set, so that the sets
// say nothing of its error; one point's worth is what it is given then, which covers more often.
TEST(PointsError, CoversTheTruth) {
  for (const PointSet set : {PointSet::sobol, PointSet::latin_hypercube}) {
    const auto covered = coverage(set, true);
    const char* name = set == PointSet::sobol ? "sobol" : "latin hypercube";
    for (const std::size_t figure : {0U, 1U, 3U}) EXPECT_NEAR(covered[figure], 380, 22) << figure << name;
    EXPECT_GE(covered[2], 380 - 22) << name;
  }
}

// What independent draws would say of themselves is far too much of a mean, in every one of the runs.
TEST(PointsError, IndependentErrorsWouldSayTooMuch) {
  EXPECT_EQ(coverage(PointSet::sobol, false)[0], runs);
}

}  // namespace
}  // namespace wafercast
