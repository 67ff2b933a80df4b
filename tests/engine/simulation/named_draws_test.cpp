// Contract: draws are named. Adding, removing or reordering drivers and events moves no other draw.

#include <tests/engine/simulation/textbook_scenario.hpp>

#include <models/textbook/product_of_lognormals.hpp>

namespace wafercast {
namespace {

using testing::driver;

std::vector<double> prices_of_first_block(const Scenario& scenario) {
  const textbook::ProductOfLognormals model;
  const Plan plan = compile(scenario, model);
  const PhiloxSampler sampler(7, plan.draws);
  BlockRunner runner(plan, model, sampler);
  runner.run(0, block_lanes);
  const Lanes& price = runner.drivers()(1, Timeline::horizon);
  return {price.begin(), price.end()};
}

const Belief uncertain_price = Lognormal{50.0, 0.1};

TEST(NamedDraws, OtherDriversMoveNoDraw) {
  Scenario plain = testing::textbook_scenario();
  plain.drivers = {driver("units", "unit/quarter", Constant{1.0}), driver("price", "USD/unit", uncertain_price)};
  Scenario more = testing::textbook_scenario(7);
  more.drivers = {driver("price", "USD/unit", uncertain_price),
                  driver("units", "unit/quarter", Lognormal{1000.0, 0.2}, {0.1, 0.5})};
  EventBelief event;
  event.name = "strike";
  event.window = {*parse_date("2025-03-01"), *parse_date("2025-12-01")};
  event.probability = 0.5;
  event.effects = {testing::effect(EffectBelief::Action::cut, "units", Constant{0.5})};
  more.events = {event};
  EXPECT_EQ(prices_of_first_block(plain), prices_of_first_block(more));
}

TEST(NamedDraws, SomeRowsAreThoseOfAll) {
  const PhiloxSampler sampler(7, {{"units", 0}, {"price", 0}, {"price", 1}});
  LaneTable all(3);
  sampler.fill(5 * block_lanes, all);
  LaneTable some(3);
  for (int row = 0; row < 3; ++row) some[row] = Lanes::Zero();
  sampler.fill_rows(5 * block_lanes, std::vector<int>{2}, some);
  EXPECT_TRUE((some[2] == all[2]).all());
  EXPECT_TRUE((some[0] == 0.0).all() && (some[1] == 0.0).all());
}

TEST(NamedDraws, TheFirstOfACorrelatedPairKeepsItsDraws) {
  Scenario plain = testing::textbook_scenario();
  plain.drivers = {driver("units", "unit/quarter", Lognormal{1000.0, 0.2}),
                   driver("price", "USD/unit", uncertain_price)};
  Scenario correlated = plain;
  correlated.correlations = {{"price", "units", 0.5, {}}};
  EXPECT_EQ(prices_of_first_block(plain), prices_of_first_block(correlated));
}

}  // namespace
}  // namespace wafercast
