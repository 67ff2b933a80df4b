// The model starts from what was reported: where nothing moves, the last reported quarter repeats itself.

#include <tests/models/accelerator_vendor/vendor_sample.hpp>

namespace wafercast {
namespace {

using testing::fix;
using testing::rounding;
using testing::Sample;

/// Nothing moves from the last reported quarter on: no ramp, no learning left, no growth, no season, no outlook.
Scenario standstill() {
  Scenario scenario = testing::frozen(testing::base_scenario("2024-11-21"));
  for (const StructureItem& product : scenario.structure.lists.at("products")) {
    fix(scenario, product.name + ".learning_volume", 1.0);
  }
  for (const std::string product : {"blackwell", "blackwell_ultra", "rubin"})
    fix(scenario, product + ".ramp_start", 2050.0);
  for (const std::string driver : {"price.rival_pressure", "price.scarcity_premium", "opex.growth", "shares.drift"}) {
    fix(scenario, driver, 0.0);
  }
  fix(scenario, "receivables.persistence", 1.0);
  for (StructureItem& segment : scenario.structure.lists.at("segments")) segment.attributes.clear();
  scenario.history.guided.clear();
  return scenario;
}

double reported(const Scenario& scenario, const std::string& metric) {
  return *scenario.history.reported_at(metric, scenario.last_reported);
}

TEST(Anchor, AStandstillRepeatsTheLastReportedQuarter) {
  const Scenario scenario = standstill();
  const Sample sample(scenario, 64);
  for (int q = 0; q < sample.quarters(); ++q) {
    SCOPED_TRACE("quarter " + std::to_string(q));
    for (const std::string metric : {"data_center", "gaming", "professional_visualization", "automotive", "oem_other",
                                     "receivables", "opex", "opex_gaap"}) {
      EXPECT_NEAR(sample(metric, q)[0] / reported(scenario, metric), 1.0, rounding) << metric;
    }
    EXPECT_NEAR(sample("networking", q)[0] / sample("compute", q)[0],
                reported(scenario, "networking") / reported(scenario, "compute"), rounding);
    EXPECT_NEAR(sample("gross_margin", q)[0], reported(scenario, "gross_margin"), rounding);
    EXPECT_NEAR(sample("gross_margin_gaap", q)[0], reported(scenario, "gross_margin_gaap"), rounding);
    EXPECT_NEAR(sample("inventory", q)[0] / reported(scenario, "inventory"), 1.0, rounding);
  }
}

TEST(Anchor, LevelsOfSupplyPriceAndCostDoNotMatter) {
  const Sample before(standstill(), 64);
  Scenario scenario = standstill();
  for (const std::string driver :
       {"cowos.capacity", "hopper.price", "china_compliant.price", "hbm.price", "cowos.wafer_price"}) {
    const double level = std::get<Constant>(testing::driver_of(scenario, driver).knots[0].value.belief).value;
    fix(scenario, driver, 3.0 * level);
  }
  const Sample after(scenario, 64);
  EXPECT_NEAR(after("revenue", 7)[0] / before("revenue", 7)[0], 1.0, rounding);
  EXPECT_NEAR(after("gross_margin", 7)[0], before("gross_margin", 7)[0], rounding);
}

TEST(Anchor, SegmentsMoveWithTheirIndexAndTheSeason) {
  Scenario scenario = standstill();
  const Sample flat(scenario, 64);
  auto& gaming = scenario.structure.lists.at("segments")[0];
  ASSERT_EQ(gaming.name, "gaming");
  gaming.attributes = {{"season_q3", {"1.25", {}}},
                       {"season_q4", {"0.75", {}}}};  // the last reported quarter is a third
  testing::suppose(scenario, "gaming.sales", Supposition::Kind::scale, 1.5, testing::first_day(scenario, 1));
  const Sample moved(scenario, 64);
  EXPECT_NEAR(moved("gaming", 0)[0] / flat("gaming", 0)[0], 0.75 / 1.25, rounding);
  EXPECT_NEAR(moved("gaming", 1)[0] / flat("gaming", 1)[0], 1.5 / 1.25, rounding);
  EXPECT_NEAR(moved("gaming", 3)[0] / flat("gaming", 3)[0], 1.5, rounding);
}

}  // namespace
}  // namespace wafercast
