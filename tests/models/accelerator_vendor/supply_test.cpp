// More capacity, later ramps: what must follow on every path, and what follows on average.

#include <tests/models/accelerator_vendor/vendor_sample.hpp>

namespace wafercast {
namespace {

using testing::fix;
using testing::on_every_path;
using testing::Paths;
using testing::rounding;
using testing::Sample;

/// A fifth more CoWoS from the first quarter on.
Scenario with_more_capacity(Scenario scenario) {
  testing::suppose(scenario, "cowos.capacity", Supposition::Kind::scale, 1.2, testing::first_day(scenario, 0));
  return scenario;
}

/// More packages lower prices by the scarcity premium and move the mix of prices, to which orders respond, and where
/// HBM is short they take it from the products for China; the outlook scales supply back to itself. Without these, more
/// capacity has no way to do harm.
Scenario supply_alone(const std::string& as_of) {
  Scenario scenario = testing::base_scenario(as_of);
  fix(scenario, "price.scarcity_premium", 0.0);
  fix(scenario, "demand.price_elasticity", 1.0);
  fix(scenario, "hbm.headroom", 100.0);
  fix(scenario, "budgets.headroom", 100.0);
  fix(scenario, "demand.backlog", 2.0);  // more is wanted than can be had
  for (const char* product : {"hopper", "blackwell", "blackwell_ultra"}) {
    fix(scenario, std::string(product) + ".lag", 0.6);  // below a quarter, so that some of it is sold at once
  }
  testing::without_competition(scenario);
  scenario.history.guided.clear();
  return scenario;
}

class MoreCapacity : public ::testing::TestWithParam<std::string> {};

// A quarter's own revenue may fall when quarters before it have already served the backlog, so sales are counted from
// the beginning: with less unfilled at any time and less lost, they are never lower.
TEST_P(MoreCapacity, NeverLowersRevenueSoldSoFar) {
  const Scenario scenario = supply_alone(GetParam());
  const Sample base(scenario);
  const Sample more(with_more_capacity(scenario));
  for (int q = 0; q < base.quarters(); ++q) {
    SCOPED_TRACE("quarter " + std::to_string(q));
    const Paths before = base.cumulated("revenue", q);
    EXPECT_TRUE(on_every_path(more.cumulated("revenue", q) >= before * (1.0 - rounding)));
    EXPECT_GT(more.cumulated("revenue", q).mean(), 1.01 * before.mean());
    EXPECT_TRUE(on_every_path(more("packages_made", q) > base("packages_made", q)));
    EXPECT_TRUE(on_every_path(more("orders", q) == base("orders", q)));
  }
}

// Where supply binds in both and newer products can be replaced by older ones without friction, all that can be sold is
// sold, and more of it is more revenue in that very quarter. China's products have their own orders and are left out.
TEST_P(MoreCapacity, RaisesRevenueWhereSupplyBinds) {
  Scenario scenario = supply_alone(GetParam());
  fix(scenario, "allocation.substitution", 1.0);
  const Sample base(scenario);
  const Sample more(with_more_capacity(scenario));
  for (int q = 0; q < base.quarters(); ++q) {
    SCOPED_TRACE("quarter " + std::to_string(q));
    const Paths before = base("data_center", q) - base("china_data_center", q);
    const Paths after = more("data_center", q) - more("china_data_center", q);
    const auto demand_binds = base("bound_demand", q) == 1.0 || more("bound_demand", q) == 1.0;
    EXPECT_TRUE(on_every_path(demand_binds || after > before));
    if (q < 2) {
      EXPECT_LT(demand_binds.count(), base.paths());  // or nothing was checked
    }
  }
}

TEST_P(MoreCapacity, RaisesAverageRevenueInTheWholeModel) {
  const Scenario scenario = testing::base_scenario(GetParam());
  const Sample base(scenario);
  const Sample more(with_more_capacity(scenario));
  for (int q = 0; q < base.quarters(); ++q)
    EXPECT_GT(more.cumulated("revenue", q).mean(), base.cumulated("revenue", q).mean());
}

INSTANTIATE_TEST_SUITE_P(BaseScenario, MoreCapacity, ::testing::Values("2024-11-21", "2025-02-27"),
                         [](const auto& instance) { return "In" + instance.param.substr(0, 4); });

/// Average margin of a quarter with a change to the Blackwell ramp less that without it, seen before the ramp. What the
/// company guided already knows of the ramp, so the outlook is left out.
Paths change_of_margin(const std::string& driver, Supposition::Kind kind, double amount) {
  Scenario scenario = testing::base_scenario("2024-11-21");
  scenario.history.guided.clear();
  fix(scenario, "price.performance_pull", 0.0);  // what a late generation does to prices is another test's business
  const Sample base(scenario);
  testing::suppose(scenario, driver, kind, amount, testing::first_day(scenario, 0));
  const Sample changed(scenario);
  Paths change(base.quarters());
  for (int q = 0; q < base.quarters(); ++q) change[q] = (changed("gross_margin", q) - base("gross_margin", q)).mean();
  return change;
}

// A later ramp spares the first quarters its poor yields and high costs; they come in its own quarters instead, and
// pass.
TEST(BlackwellRamp, ComingLaterMovesTheDipOfTheMargin) {
  const Paths change = change_of_margin("blackwell.ramp_start", Supposition::Kind::shift, 0.25);
  EXPECT_GT(change[0], 0.01);
  EXPECT_LT(change.segment(2, 2).maxCoeff(), -0.005);
  EXPECT_GT(change[7], -0.002);
}

TEST(BlackwellRamp, LearningMoreSlowlyLowersTheMarginUntilItHasLearnt) {
  const Paths change = change_of_margin("blackwell.learning_volume", Supposition::Kind::scale, 2.0);
  EXPECT_LT(change.head(6).maxCoeff(), 0.0);
  EXPECT_LT(change.segment(2, 2).maxCoeff(), -0.01);
  EXPECT_GT(change[7], -0.002);
}

}  // namespace
}  // namespace wafercast
