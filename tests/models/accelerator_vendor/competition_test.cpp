// What buyers have beside the company's products, where they can put what they buy, and what licences take.

#include <tests/models/accelerator_vendor/vendor_sample.hpp>

namespace wafercast {
namespace {

using testing::fix;
using testing::on_every_path;
using testing::Paths;
using testing::rounding;
using testing::Sample;

constexpr int later = 5;

Scenario calm(const std::string& as_of) {
  Scenario scenario = testing::base_scenario(as_of);
  scenario.events.clear();
  scenario.questions.clear();
  testing::without_competition(scenario);
  fix(scenario, "guidance.momentum", 0.0);
  return scenario;
}

Paths ratio(const Scenario& changed, const Scenario& base, const std::string& metric, int quarter) {
  return Sample(changed)(metric, quarter) / Sample(base)(metric, quarter);
}

TEST(Competition, RivalsGainWherePricesRise) {
  Scenario base = calm("2025-08-28");
  fix(base, "demand.price_elasticity", 1.0);  // budgets are spent in full, so that rivals alone move orders
  testing::suppose(base, "price.market", Supposition::Kind::scale, 1.2, testing::first_day(base, 1));
  Scenario responding = base;
  fix(responding, "rivals.price_response", 2.0);
  EXPECT_NEAR(ratio(responding, base, "orders", 0).mean(), 1.0, 0.005);
  EXPECT_LT(ratio(responding, base, "orders", later).mean(), 0.99);
}

TEST(Competition, MoreInferenceGoesElsewhereAsFarAsItIsOpen) {
  Scenario base = calm("2025-08-28");
  Scenario serving = base;
  testing::suppose(serving, "inference.share", Supposition::Kind::scale, 1.3, testing::first_day(serving, 1));
  EXPECT_TRUE(on_every_path(ratio(serving, base, "orders", later) == 1.0)) << "as open as what trains";
  for (Scenario* scenario : {&base, &serving}) fix(*scenario, "inference.openness", 1.0);
  EXPECT_TRUE(on_every_path(ratio(serving, base, "orders", later) < 1.0));
}

TEST(Competition, ABuyerBeyondTheThresholdDesignsChipsOfItsOwn) {
  Scenario base = calm("2025-08-28");
  Scenario designing = base;
  fix(designing, "own_design.share", 0.3);
  fix(designing, "own_design.threshold", 1.0);
  const Sample before(base);
  const Sample after(designing);
  EXPECT_TRUE(on_every_path(after("orders", 0) == before("orders", 0))) << "a design takes years to arrive";
  EXPECT_TRUE(on_every_path(after("orders", later) < before("orders", later)));
  fix(designing, "own_design.threshold", 1e12);
  EXPECT_TRUE(on_every_path(Sample(designing)("orders", later) == before("orders", later)));
}

TEST(Sites, BoundWhatIsOrdered) {
  Scenario base = calm("2025-08-28");
  Scenario bounded = base;
  for (Scenario* scenario : {&base, &bounded}) {
    fix(*scenario, "china.share", 1e-9);
    fix(*scenario, "chain.unexplained", 1.0);
  }
  fix(bounded, "sites.headroom", 0.3);
  fix(bounded, "sites.growth", 0.1);
  const Sample sample(bounded);
  EXPECT_LT(sample("orders", later).mean(), 0.7 * Sample(base)("orders", later).mean());
  EXPECT_TRUE(on_every_path((sample("orders", 2) / sample("orders", 1) - 1.1).abs() < 1e-6));
}

TEST(Hardware, CheaperComputeIsUsedMoreWhereTasksAreElastic) {
  Scenario base = calm("2024-11-21");  // Blackwell ramps in the horizon
  fix(base, "efficiency.elasticity", 1.5);
  fix(base, "efficiency.hardware", 0.0);
  Scenario saving = base;
  fix(saving, "efficiency.hardware", 0.5);
  EXPECT_GT(ratio(saving, base, "orders", later).mean(), 1.02);
  for (Scenario* scenario : {&base, &saving}) fix(*scenario, "efficiency.elasticity", 1.0);
  EXPECT_TRUE(on_every_path((ratio(saving, base, "orders", later) - 1.0).abs() < rounding));
}

TEST(China, LicencesCapItAndTakeTheirPart) {
  Scenario base = calm("2025-02-27");
  Scenario capped = base;
  fix(capped, "china.cap", 0.01);
  EXPECT_LT(ratio(capped, base, "china_data_center", later).mean(), 0.5);
  Scenario levied = base;
  fix(levied, "china.levy", 0.25);
  const Sample before(base);
  const Sample after(levied);
  EXPECT_TRUE(on_every_path(after("revenue", later) == before("revenue", later)));
  EXPECT_TRUE(on_every_path(after("gross_profit", later) < before("gross_profit", later)));
}

TEST(Chain, DriftsByTheQuarterInSupplyAndOrders) {
  Scenario base = calm("2025-08-28");
  fix(base, "chain.unexplained", 1.0);
  fix(base, "demand.waiting", 0.0);
  Scenario drifting = base;
  fix(drifting, "chain.drift", 0.1);
  EXPECT_NEAR(ratio(drifting, base, "orders", later).mean() / std::exp(0.1 * (later + 1)), 1.0, 0.05);
  EXPECT_GT(ratio(drifting, base, "packages_made", later).mean(), 1.5);
}

TEST(Gaming, FollowsThePcMarketAndTheShareOfIt) {
  Scenario base = calm("2025-08-28");
  Scenario more = base;
  testing::suppose(more, "gaming.market_units", Supposition::Kind::scale, 1.1, testing::first_day(more, 0));
  testing::suppose(more, "gaming.market_share", Supposition::Kind::scale, 0.9, testing::first_day(more, 0));
  EXPECT_TRUE(on_every_path((ratio(more, base, "gaming", later) - 1.1 * 0.9).abs() < rounding));
}

TEST(Wafers, AreCapacityTimesTheShareAndThoseOfNewGenerationsHoldBridges) {
  Scenario scenario = calm("2025-02-27");
  fix(scenario, "rivals.merchant_share", 0.1);
  fix(scenario, "cowos.response", 0.0);
  const Sample sample(scenario);
  const Paths expected = 3.0 * sample.driver("cowos.capacity", later) * sample.driver("cowos.vendor_share", later);
  EXPECT_TRUE(testing::agree(sample("cowos_wafers", later), expected, expected));
  EXPECT_TRUE(on_every_path(sample("cowos_l_wafers", later) <= sample("cowos_wafers", later)));
  EXPECT_GT(sample("cowos_l_wafers", later).mean(), 0.8 * sample("cowos_wafers", later).mean())
      << "Blackwell has ramped";
}

// Document A: a B200 costs about 6,000 USD and sells for 30,000 to 40,000. Dies, memory and packaging of the drivers
// add up to it before the reported margin ties the level.
TEST(Facts, ABlackwellCostsAboutSixThousandDollars) {
  const Sample sample(calm("2025-02-27"));
  const auto driver = [&](const char* name) { return sample.driver(name, 0); };
  const Paths silicon = driver("blackwell.die_cost") + 192.0 * driver("hbm.price") +
                        driver("cowos.wafer_price") / driver("blackwell.packages_per_wafer");
  const double cost = (silicon / driver("blackwell.yield_mature") + driver("blackwell.board_cost")).mean();
  EXPECT_GT(cost, 5000.0);
  EXPECT_LT(cost, 7500.0);
  EXPECT_GT(driver("blackwell.price").mean(), 30000.0);
  EXPECT_LT(driver("blackwell.price").mean(), 40000.0);
}

// The chips that rivals sell more of are packaged on wafers that the company would have had.
TEST(Rivals, TakeWafersWhereTheirShareRises) {
  Scenario base = testing::base_scenario("2025-08-28");
  Scenario more = base;
  for (Scenario* scenario : {&base, &more}) fix(*scenario, "rivals.merchant_share", 0.1);
  testing::suppose(more, "rivals.merchant_share", Supposition::Kind::scale, 1.9, testing::first_day(more, 1));
  EXPECT_TRUE(on_every_path((ratio(more, base, "cowos_wafers", later) - 0.9).abs() < rounding));
}

// No response moves orders where what it responds to has not moved since the last report.
TEST(Responses, MoveNothingWhereNothingMoved) {
  Scenario base = calm("2025-08-28");
  fix(base, "efficiency.hardware", 0.0);  // a generation that ramps moves what compute costs
  for (const std::string response : {"efficiency.elasticity", "rivals.price_response"}) {
    Scenario changed = base;
    testing::suppose(changed, response, Supposition::Kind::scale, 0.5, testing::first_day(changed, 0));
    const Paths moved = ratio(changed, base, "orders", 0);
    EXPECT_TRUE(on_every_path((moved - 1.0).abs() < 0.03)) << response;
  }
}

// China's wafers follow its orders, so ten times the capacity for others takes no memory from them.
TEST(Memory, ThatRunsShortIsSharedAsBefore) {
  Scenario base = calm("2025-02-27");
  Scenario more = base;
  testing::suppose(more, "cowos.capacity", Supposition::Kind::scale, 10.0, testing::first_day(more, 1));
  EXPECT_GT(ratio(more, base, "china_data_center", 3).mean(), 0.9);
}

TEST(Capacity, FollowsTheCycleOfDemandThreeQuartersLater) {
  Scenario base = calm("2025-08-28");
  fix(base, "cowos.response", 0.5);
  Scenario surge = base;
  testing::suppose(surge, "demand.cycle", Supposition::Kind::scale, 4.0, testing::first_day(surge, 1));
  EXPECT_TRUE(on_every_path((ratio(surge, base, "cowos_wafers", 3) - 1.0).abs() < rounding));
  EXPECT_TRUE(on_every_path((ratio(surge, base, "cowos_wafers", 4) - 2.0).abs() < rounding));
}

// What the five buy never outgrows headroom times capex: networking is paid from it too, and what the chain does not
// explain comes on top.
TEST(Budgets, BoundWhatHyperscalersBuy) {
  Scenario base = calm("2025-08-28");
  fix(base, "budgets.headroom", 1.1);
  fix(base, "chain.unexplained", 1.0);
  fix(base, "demand.tightness", 3.0);
  Scenario cut = base;
  for (const char* buyer : {"microsoft", "alphabet", "amazon", "meta", "oracle"}) {
    testing::suppose(cut, std::string(buyer) + ".capex", Supposition::Kind::scale, 0.5, testing::first_day(cut, 2));
  }
  const Paths kept = ratio(cut, base, "hyperscale", later);
  EXPECT_LT(kept.mean(), 0.75);
  EXPECT_GT(Sample(cut)("bound_budgets", later).mean() + Sample(cut)("acie", later).mean(), 0.0);
  EXPECT_GT(ratio(cut, base, "acie", later).mean(), 1.0) << "others have what budgets leave";
}

}  // namespace
}  // namespace wafercast
