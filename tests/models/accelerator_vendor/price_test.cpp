// What prices do to orders, what costs do to prices, and what a generation that is late does to both.

#include <tests/models/accelerator_vendor/vendor_sample.hpp>

namespace wafercast {
namespace {

using testing::fix;
using testing::on_every_path;
using testing::Paths;
using testing::rounding;
using testing::Sample;

/// Prices and orders respond to nothing but what a test asks for, and no event strikes.
Scenario quiet() {
  Scenario scenario = testing::base_scenario("2025-08-28");
  scenario.events.clear();
  scenario.questions.clear();
  for (const char* driver : {"price.scarcity_premium", "price.rival_pressure", "demand.waiting",
                             "price.performance_pull", "price.pass_through"}) {
    fix(scenario, driver, 0.0);
  }
  fix(scenario, "price.market", 1.0);
  testing::without_competition(scenario);
  fix(scenario, "demand.price_elasticity", 1.0);
  return scenario;
}

/// Orders of a quarter with all prices a fifth lower, over those without.
Paths change_of_orders(double elasticity, int quarter) {
  Scenario scenario = quiet();
  fix(scenario, "demand.price_elasticity", elasticity);
  const Sample before(scenario);
  testing::suppose(scenario, "price.market", Supposition::Kind::scale, 0.8, testing::first_day(scenario, 0));
  return Sample(scenario)("orders", quarter) / before("orders", quarter);
}

// Packages respond with the elasticity ε, dollars with 1 − ε. A fifth off with ε = 0.4 takes 0.8^0.6 of the dollars. In
// a quarter after the first, the mix of what can be sold is the same, so the ratio is exact.
TEST(PriceElasticity, MovesDollarsByOneLessIt) {
  for (const int q : {0, 4}) {
    EXPECT_TRUE(on_every_path((change_of_orders(1.0, q) - 1.0).abs() < rounding)) << "budgets alone, quarter " << q;
    EXPECT_TRUE(on_every_path((change_of_orders(0.4, q) - std::pow(0.8, 0.6)).abs() < rounding)) << "quarter " << q;
    EXPECT_TRUE(on_every_path((change_of_orders(1e-12, q) - 0.8).abs() < rounding)) << "packages alone, quarter " << q;
  }
}

TEST(PriceElasticity, RevaluesTheBacklog) {
  Scenario scenario = quiet();
  fix(scenario, "demand.price_elasticity", 1e-12);
  fix(scenario, "chain.unexplained", 1.0);
  testing::suppose(scenario, "price.market", Supposition::Kind::scale, 0.8, testing::first_day(scenario, 1));
  const Sample sample(scenario);
  EXPECT_TRUE(on_every_path((sample("backlog_revalued", 1) + 0.2 * sample("backlog", 0)).abs() <
                            1e-3 * sample("backlog", 0) + 1.0));
}

/// Revenue over units sold: what a package brings.
Paths price_of(const Sample& sample, int quarter) {
  return sample("compute", quarter) / sample("unit_sales", quarter);
}

TEST(PassThrough, LetsPricesFollowMemoryOverSomeQuarters) {
  Scenario scenario = quiet();
  const Sample before(scenario);
  testing::suppose(scenario, "hbm.price", Supposition::Kind::scale, 1.5, testing::first_day(scenario, 0));
  const Sample borne(scenario);
  fix(scenario, "price.pass_through", 0.6);
  const Sample passed_on(scenario);
  EXPECT_TRUE(on_every_path((price_of(borne, 3) / price_of(before, 3) - 1.0).abs() < rounding)) << "not without it";
  const double first = (price_of(passed_on, 0) / price_of(before, 0)).mean() - 1.0;
  const double later = (price_of(passed_on, 3) / price_of(before, 3)).mean() - 1.0;
  EXPECT_GT(first, 0.005);
  EXPECT_GT(later, 1.4 * first) << "half of the rest a quarter";
  EXPECT_GT(passed_on("gross_margin", 3).mean(), borne("gross_margin", 3).mean() + 0.002);
  EXPECT_TRUE(on_every_path(passed_on("gross_margin", 3) < before("gross_margin", 3))) << "not all of it";
}

Scenario late_rubin(Scenario scenario) {
  testing::suppose(scenario, "rubin.ramp_start", Supposition::Kind::shift, 0.5, testing::first_day(scenario, 0));
  return scenario;
}

TEST(LateGeneration, LowersPricesByItsPerformance) {
  Scenario scenario = quiet();
  fix(scenario, "price.performance_pull", 0.2);
  fix(scenario, "rubin.performance_gain", 2.0);
  const Sample planned(scenario);
  const Sample late(late_rubin(scenario));
  EXPECT_TRUE(on_every_path((price_of(late, 0) / price_of(planned, 0) - 1.0).abs() < rounding)) << "before it was due";
  EXPECT_LT((price_of(late, 5) / price_of(planned, 5)).mean(), 0.97) << "at most a factor of 2^-0.2 = 0.87";
  EXPECT_LT(late("revenue", 6).mean(), planned("revenue", 6).mean());
}

TEST(LateGeneration, MakesOrdersWaitAndComeBack) {
  Scenario scenario = quiet();
  fix(scenario, "demand.waiting", 0.3);
  fix(scenario, "rubin.ramp_start", 2026.0);
  fix(scenario, "rubin.ramp_length", 2.0);
  const Sample planned(scenario);
  const Sample late(late_rubin(scenario));
  const auto change = [&](int q) { return (late("orders", q) / planned("orders", q)).mean() - 1.0; };
  double lowest = 0.0;
  for (int q = 0; q < 5; ++q) lowest = std::min(lowest, change(q));
  EXPECT_LT(lowest, -0.1) << "those who wait do not order";
  EXPECT_GT(std::max({change(3), change(4), change(5)}), 0.05) << "and order when it is there";
  EXPECT_NEAR(change(7), 0.0, 0.01);
}

}  // namespace
}  // namespace wafercast
