// What customers' plans do to orders, and how long it takes until sales feel it.

#include <tests/models/accelerator_vendor/vendor_sample.hpp>

namespace wafercast {
namespace {

using testing::fix;
using testing::on_every_path;
using testing::Paths;
using testing::rounding;
using testing::Sample;

Scenario with_capex_cut(Scenario scenario, int from_quarter) {
  for (DriverBelief& driver : scenario.drivers) {
    if (!driver.name.ends_with(".capex")) continue;
    testing::suppose(scenario, driver.name, Supposition::Kind::scale, 0.5, testing::first_day(scenario, from_quarter));
  }
  return scenario;
}

TEST(Demand, ACapexCutBitesWhenTheBacklogIsEaten) {
  Scenario scenario = testing::base_scenario("2025-02-27");
  fix(scenario, "demand.backlog", 3.0);
  fix(scenario, "budgets.headroom", 100.0);
  fix(scenario, "allocation.patience", 1.0);
  fix(scenario, "allocation.substitution", 1.0);
  testing::without_competition(scenario);
  const Sample base(scenario);
  const Sample cut(with_capex_cut(scenario, 1));
  EXPECT_TRUE(on_every_path(cut("orders", 0) == base("orders", 0)));
  EXPECT_TRUE(on_every_path(cut("orders", 1) < base("orders", 1)));

  const auto supply_binds = cut("bound_demand", 1) == 0.0;
  EXPECT_GT(supply_binds.count(), base.paths() * 9 / 10);
  EXPECT_TRUE(on_every_path(!supply_binds || cut("revenue", 1) == base("revenue", 1)));
  EXPECT_TRUE(on_every_path(cut("backlog", 1) < base("backlog", 1)));
  EXPECT_LT(cut("revenue", 7).mean(), 0.9 * base("revenue", 7).mean());
}

TEST(Demand, WithoutABacklogACapexCutBitesAtOnce) {
  Scenario scenario = testing::base_scenario("2025-02-27");
  fix(scenario, "demand.backlog", 1e-6);
  fix(scenario, "demand.tightness", 1.0);
  const Sample base(scenario);
  const Sample cut(with_capex_cut(scenario, 1));
  EXPECT_LT(cut("revenue", 1).mean(), 0.95 * base("revenue", 1).mean());
}

class EfficiencyShock : public ::testing::Test {
 protected:
  /// Orders with a shock on the first day over orders without one, a quarter.
  Paths change_of_orders(double elasticity, int quarter) {
    Scenario scenario = testing::base_scenario("2025-02-27");
    fix(scenario, "efficiency.elasticity", elasticity);
    // The tail of the scenario's own belief reaches beyond 1, where a shock makes tasks dearer.
    testing::event_of(scenario, "efficiency_shock").effects[0].amount.belief = Constant{0.7};
    Scenario shocked = scenario;
    testing::remove_event(scenario, "efficiency_shock");
    testing::force(shocked, "efficiency_shock", testing::first_day(shocked, 0));
    return Sample(shocked)("orders", quarter) / Sample(scenario)("orders", quarter);
  }
};

TEST_F(EfficiencyShock, RaisesOrdersWhenTasksAreElastic) {
  for (const int q : {0, 3, 7}) EXPECT_TRUE(on_every_path(change_of_orders(1.5, q) > 1.0)) << "quarter " << q;
}

TEST_F(EfficiencyShock, LowersOrdersWhenTheyAreNot) {
  for (const int q : {0, 3, 7}) EXPECT_TRUE(on_every_path(change_of_orders(0.5, q) < 1.0)) << "quarter " << q;
}

TEST_F(EfficiencyShock, IsGivenBackExactlyAtElasticityOne) {
  EXPECT_TRUE(on_every_path((change_of_orders(1.0, 7) - 1.0).abs() < rounding));
}

}  // namespace
}  // namespace wafercast
