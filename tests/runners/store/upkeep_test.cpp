// Pruning.

#include <tests/runners/store/store_fixture.hpp>

namespace wafercast {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_P(StoreTest, PruningTakesOldNightsAndWhatTheyAloneHave) {
  Store store(place(), Database::Access::write);
  const Subject base{"base.yaml", "", "Base"};
  const std::int64_t first = store.begin_night({"plan"}, "program");
  store.add_run(first, record("gone", 1.0));
  const std::int64_t kept = store.add_run(first, record("kept", 2.0, {"other.yaml", "", "Other"}));
  { Database(place(), Database::Access::write).run("UPDATE night SET started = '2020-01-01T00:00:00Z'"); }
  store.note_seen(store.begin_night({"plan"}, "program"), {"other.yaml", "", "Other"}, kept);
  EXPECT_EQ(store.prune("2025-01-01"), 1);
  EXPECT_FALSE(store.find_run("gone"));
  EXPECT_TRUE(store.find_run("kept"));
  EXPECT_THAT(store.history({"plan"}, base, "revenue", "FY28"), IsEmpty());
  store.vacuum();
  EXPECT_THAT(store.check(), IsEmpty());
}

TEST_P(StoreTest, OnePlansNightsArePrunedAlone) {
  Store store(place(), Database::Access::write);
  store.begin_night({"plan"}, "program");
  store.begin_night({"other"}, "program");
  EXPECT_EQ(store.prune("2999-01-01", PlanKey{"plan"}), 1);
  EXPECT_THAT(store.plans(), ElementsAre(PlanKey{"other"}));
}

}  // namespace
}  // namespace wafercast
