// Runs of a store.

#include <tests/runners/store/store_fixture.hpp>

namespace wafercast {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_P(StoreTest, ARunComesBackAsItWasPut) {
  Store store(place(), Database::Access::write);
  const std::int64_t night = store.begin_night({"plan"}, "program");
  const std::int64_t id = store.add_run(night, record("k", 700.0));
  const auto found = store.find_run("k");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, id);
  EXPECT_EQ(found->key.paths, 1000);
  EXPECT_EQ(to_string(found->as_of), "2026-09-10");
  const auto figures = store.figures_of(id);
  ASSERT_THAT(figures, SizeIs(2));
  EXPECT_EQ(figures[0].metric, "revenue");
  EXPECT_EQ(figures[0].period, "FY28");
  EXPECT_EQ(figures[0].median(), 700.0);
  EXPECT_EQ(figures[0].quantiles[1], 670.0);
  EXPECT_EQ(figures[0].median_error, 0.5);
  EXPECT_EQ(figures[1].metric, "question:q");
  EXPECT_EQ(figures[1].mean.value, 0.25);
  EXPECT_FALSE(store.find_run("other"));
}

TEST_P(StoreTest, HistoryIsByNightsAndSeesRunsOfEarlierOnes) {
  Store store(place(), Database::Access::write);
  const Subject base{"base.yaml", "", "Base"};
  const std::int64_t first = store.begin_night({"plan"}, "program");
  const std::int64_t run = store.add_run(first, record("a", 700.0));
  store.finish_night(first);
  const std::int64_t second = store.begin_night({"plan"}, "program");
  store.note_seen(second, base, run);
  store.finish_night(second);
  const std::int64_t third = store.begin_night({"plan"}, "program");
  store.add_run(third, record("b", 710.0));
  std::vector<double> medians;
  for (const HistoryPoint& point : store.history({"plan"}, base, "revenue", "FY28"))
    medians.push_back(point.figure.median());
  EXPECT_THAT(medians, ElementsAre(700.0, 700.0, 710.0));
  EXPECT_THAT(store.history({"plan"}, base, "revenue", "FY29"), IsEmpty());
  EXPECT_EQ(store.run_before(third, base)->id, run);
  EXPECT_EQ(store.run_in(second, base)->id, run);
  EXPECT_FALSE(store.run_before(first, base));
  EXPECT_EQ(store.usual_seconds(base), 2.0);
}

TEST_P(StoreTest, TheSameRunOfTwoNightsStandsOnce) {
  Store one(place(), Database::Access::write), other(place(), Database::Access::write);
  const std::int64_t a = one.begin_night({"plan"}, "program"), b = other.begin_night({"plan"}, "program");
  EXPECT_EQ(one.add_run(a, record("k", 1.0)), other.add_run(b, record("k", 1.0)));
  EXPECT_THAT(one.nights({"plan"}, 9), SizeIs(2));
  EXPECT_THAT(one.check(), IsEmpty());
}

TEST_P(StoreTest, AFailureThatIsTriedAgainGivesWay) {
  Store store(place(), Database::Access::write);
  RunRecord failed = record("k", 1.0);
  failed.error = "no";
  failed.forecast = {};
  const std::int64_t night = store.begin_night({"plan"}, "program");
  store.add_run(night, failed);
  EXPECT_EQ(store.find_run("k")->error, "no");
  store.add_run(night, record("k", 2.0));
  EXPECT_EQ(store.find_run("k")->error, "");
  EXPECT_THAT(store.check(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Kinds, StoreTest, ::testing::Values("file", "server"),
                         [](const auto& kind) { return std::string(kind.param); });

}  // namespace
}  // namespace wafercast
