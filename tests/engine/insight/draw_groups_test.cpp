#include <tests/engine/insight/grouped_models.hpp>

#include <engine/insight/draw_groups.hpp>

namespace wafercast {
namespace {

using testing::driver;
using ::testing::ElementsAre;

std::string group_of(const Plan& plan, const DrawGroups& groups, const std::string& stream) {
  for (std::size_t i = 0; i < plan.draws.size(); ++i) {
    if (plan.draws[i].stream == stream) return groups.names.at(static_cast<std::size_t>(groups.of_draw.at(i)));
  }
  return "no such draw";
}

TEST(DrawGroups, FollowDriversAndFirstEffects) {
  Scenario scenario = testing::textbook_scenario();
  scenario.drivers = {driver("a", "USD", Normal{0.0, 1.0}), driver("b", "USD", Normal{0.0, 1.0}, {0.1, 0.5})};
  EventBelief event;
  event.name = "strike";
  event.window = {*parse_date("2025-03-01"), *parse_date("2025-12-01")};
  event.probability = 0.5;
  event.effects = {testing::effect(EffectBelief::Action::cut, "b", Uniform{0.1, 0.9}),
                   testing::effect(EffectBelief::Action::cut, "a", Uniform{0.1, 0.9})};
  scenario.events = {event};
  const testing::SumModel model;
  const Plan plan = compile(scenario, model);
  const DrawGroups groups = draw_groups(plan, model);
  EXPECT_THAT(groups.names, ElementsAre("left", "right"));
  ASSERT_EQ(groups.of_draw.size(), plan.draws.size());
  EXPECT_EQ(group_of(plan, groups, "driver.a"), "left");
  EXPECT_EQ(group_of(plan, groups, "driver.b"), "right");
  EXPECT_EQ(group_of(plan, groups, "driver.b.noise"), "right");
  EXPECT_EQ(group_of(plan, groups, "event.strike.fires"), "right");
  EXPECT_EQ(group_of(plan, groups, "event.strike.starts"), "right");
  EXPECT_EQ(group_of(plan, groups, "event.strike.a.1.amount"), "right");
}

}  // namespace
}  // namespace wafercast
