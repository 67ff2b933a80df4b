// Nights of plans, and their alerts.

#include <tests/runners/store/store_fixture.hpp>

#include <fmt/format.h>

namespace wafercast {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_P(StoreTest, NightsOfPlansAreToldApart) {
  Store store(place(), Database::Access::write);
  const Subject base{"base.yaml", "", "Base"};
  const PlanKey plans[] = {{"A", "/x/plan.yaml"}, {"B", "/x/plan.yaml"}, {"A", "/y/plan.yaml"}};
  for (int round = 0; round < 2; ++round) {
    for (const PlanKey& plan : plans) {
      const std::int64_t night = store.begin_night(plan, "program");
      const double median = 100.0 * static_cast<double>(&plan - plans);
      store.add_run(night, record(fmt::format("{}", median + round), median + round, base));
      const auto before = store.run_before(night, base);
      EXPECT_EQ(before ? before->key.key : "none", round == 0 ? "none" : fmt::format("{}", median));
      store.finish_night(night);
    }
  }
  for (const PlanKey& plan : plans) {
    const double median = 100.0 * static_cast<double>(&plan - plans);
    std::vector<double> medians;
    for (const auto& point : store.history(plan, base, "revenue", "FY28")) medians.push_back(point.figure.median());
    EXPECT_THAT(medians, ElementsAre(median, median + 1.0)) << plan.name << plan.file;
    EXPECT_THAT(store.nights(plan, 9), SizeIs(2));
    EXPECT_THAT(store.subjects(plan), ElementsAre(base));
    std::vector<double> exported;
    store.each_figure(
        [&](const Subject&, const StoredRun&, const StoredFigure& figure) {
          if (figure.metric == "revenue") exported.push_back(figure.median());
        },
        plan);
    EXPECT_EQ(exported, medians);
  }
  EXPECT_THAT(store.plans(), ElementsAre(plans[0], plans[1], plans[2]));
  store.move_nights(plans[2], {"A", "/z/plan.yaml"});
  EXPECT_THAT(store.nights({"A", "/z/plan.yaml"}, 9), SizeIs(2));
}

TEST_P(StoreTest, WhatMovedInANightThatBrokeOffIsStillToBeTold) {
  Store store(place(), Database::Access::write);
  const Subject base{"base.yaml", "", "Base"};
  const std::int64_t first = store.begin_night({"plan"}, "program");
  store.add_run(first, record("a", 700.0));
  store.finish_night(first);
  store.add_run(store.begin_night({"plan"}, "program"), record("b", 600.0));
  const std::int64_t third = store.begin_night({"plan"}, "program");
  store.note_seen(third, base, store.find_run("b")->id);
  EXPECT_EQ(store.run_before(third, base)->key.key, "a");
}

TEST_P(StoreTest, AlertsWaitUntilSomebodyIsTold) {
  Store store(place(), Database::Access::write);
  const PlanKey plan{"plan"}, other{"other"};
  const Alert alert{{"base.yaml", "", "Base"}, "moved", "text"};
  const std::int64_t first = store.begin_night(plan, "program"), of_other = store.begin_night(other, "program");
  store.add_alerts(first, {alert});
  store.add_alerts(of_other, {alert});
  const std::int64_t second = store.begin_night(plan, "program");
  EXPECT_THAT(store.alerts_that_wait(plan, first), IsEmpty()) << "its own are not earlier ones";
  ASSERT_THAT(store.alerts_that_wait(plan, second), SizeIs(1));
  EXPECT_EQ(store.alerts_that_wait(plan, second)[0].night, first);
  store.note_told(plan, second);
  EXPECT_THAT(store.alerts_that_wait(plan, second + 9), IsEmpty());
  EXPECT_THAT(store.alerts_that_wait(other, second), SizeIs(1));
  EXPECT_THAT(store.alerts(first), SizeIs(1)) << "it stays in the history";
}

}  // namespace
}  // namespace wafercast
