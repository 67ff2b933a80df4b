// What a plan's nights are judged by: their clock, their place, and what is kept of them.

#include <tests/temporary_folder.hpp>

#include <runners/nightly/health.hpp>
#include <runners/nightly/plan_key.hpp>
#include <runners/nightly/retention.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace wafercast {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Nights : public ::testing::Test {
 protected:
  Nights() {
    std::ofstream(folder_ / "plan.yaml") << "x";
    plan_.name = "P";
    plan_.file = folder_ / "plan.yaml";
    plan_.keep = std::chrono::days(5 * 365);
  }

  std::string place() const { return (folder_ / "store.sqlite").string(); }

  /// A night that began then.
  std::int64_t night(const std::string& started, const PlanKey& of) {
    const std::int64_t id = store_.begin_night(of, "program");
    store_.finish_night(id);
    Database(place(), Database::Access::write)
        .run(fmt::format("UPDATE night SET started = '{}' WHERE id = {}", started, id));
    return id;
  }
  std::int64_t night(const std::string& started) { return night(started, key_of(plan_)); }

  std::vector<std::string> kept() {
    std::vector<std::string> days;
    for (const Night& one : store_.nights(key_of(plan_), 99)) days.push_back(one.started.substr(0, 10));
    return days;
  }
  Health health(const std::string& now) { return health_of(plan_, store_, *parse_instant(now)); }

  test::TemporaryFolder made_;
  std::filesystem::path folder_ = made_.path();
  NightlyPlan plan_;
  Store store_{place(), Database::Access::write};
};

TEST_F(Nights, KeepCountsFromTheNightBefore) {
  night("2020-01-01T03:00:00Z");
  night("2026-11-01T03:00:00Z");
  const std::int64_t last = night("2026-11-02T03:00:00Z");
  EXPECT_EQ(keep_history(plan_, key_of(plan_), last, store_), "");
  EXPECT_THAT(kept(), ElementsAre("2026-11-02", "2026-11-01"));
}

/// One night of a clock that is years ahead, the night after it, and one of a clock that is behind.
TEST_F(Nights, AClockThatIsWrongTakesNothingAway) {
  const PlanKey key = key_of(plan_);
  night("2026-11-01T03:00:00Z");
  night("2026-11-02T03:00:00Z");
  EXPECT_THAT(keep_history(plan_, key, night("2036-11-03T03:00:00Z"), store_), HasSubstr("10 years"));
  EXPECT_EQ(keep_history(plan_, key, night("2026-11-04T03:00:00Z"), store_), "");
  EXPECT_EQ(keep_history(plan_, key, night("2001-01-01T03:00:00Z"), store_), "");
  EXPECT_THAT(keep_history(plan_, key, night("2026-11-05T03:00:00Z"), store_), HasSubstr("nothing was taken out"));
  EXPECT_THAT(kept(), SizeIs(6));
}

TEST_F(Nights, OthersNightsAreNotPruned) {
  const PlanKey other{"Other", "/elsewhere/plan.yaml"};
  night("2010-01-01T03:00:00Z", other);
  night("2026-11-01T03:00:00Z");
  keep_history(plan_, key_of(plan_), night("2026-11-02T03:00:00Z"), store_);
  EXPECT_THAT(store_.nights(other, 9), SizeIs(1));
}

TEST_F(Nights, HealthIsOfThisPlanAndOfLately) {
  EXPECT_FALSE(health("2026-11-30T06:00:00Z").is_sound) << "no night yet";
  night("2026-11-30T03:00:00Z", {"Other", "/elsewhere/plan.yaml"});
  EXPECT_FALSE(health("2026-11-30T06:00:00Z").is_sound) << "another's night";
  night("2026-11-28T03:00:00Z");
  EXPECT_TRUE(health("2026-11-30T02:00:00Z").is_sound);
  EXPECT_THAT(health("2026-11-30T04:00:00Z").text, HasSubstr("2 days ago"));
  EXPECT_FALSE(health("2026-11-30T04:00:00Z").is_sound) << "older than two days";
  EXPECT_FALSE(health("2020-01-01T00:00:00Z").is_sound) << "a night of the future";
}

TEST_F(Nights, ARareNightMayBeOlder) {
  for (const char* day : {"01", "08", "15", "22"}) night(fmt::format("2026-11-{}T03:00:00Z", day));
  EXPECT_TRUE(health("2026-12-12T03:00:00Z").is_sound) << "three times a week";
  EXPECT_FALSE(health("2026-12-14T03:00:00Z").is_sound);
  plan_.stale_after = std::chrono::days(8);
  EXPECT_FALSE(health("2026-12-01T03:00:00Z").is_sound) << "the plan's own word";
}

TEST_F(Nights, AlertsThatNobodyWasToldOfAreNoHealth) {
  const std::int64_t id = night("2026-11-30T03:00:00Z");
  store_.add_alerts(id, {{{"base.yaml", "", "Base"}, "moved", "text"}});
  EXPECT_FALSE(health("2026-11-30T06:00:00Z").is_sound);
  store_.note_told(key_of(plan_), id);
  EXPECT_TRUE(health("2026-11-30T06:00:00Z").is_sound);
}

TEST_F(Nights, APlanThatWasMovedKeepsItsNightsAndOneBesideItDoesNotTakeThem) {
  const PlanKey plan = key_of(plan_), gone{"P", "/nowhere/plan.yaml"}, old{"P"};
  std::ofstream(folder_ / "other.yaml") << "x";
  const PlanKey beside{"P", (std::filesystem::canonical(folder_) / "other.yaml").string()};
  std::vector<std::string> notes;
  EXPECT_EQ(known_as(plan, {gone}, PlansSeen::from_here, notes), gone);
  EXPECT_EQ(known_as(plan, {old}, PlansSeen::from_here, notes), old) << "kept by an earlier program";
  EXPECT_EQ(known_as(plan, {gone, plan}, PlansSeen::from_here, notes), plan);
  std::vector<std::string> elsewhere;
  EXPECT_EQ(known_as(plan, {gone}, PlansSeen::from_elsewhere_too, elsewhere), plan) << "of another machine";
  EXPECT_EQ(known_as(plan, {old}, PlansSeen::from_elsewhere_too, elsewhere), old);
  EXPECT_EQ(known_as(plan, {{"Q", "/nowhere/plan.yaml"}}, PlansSeen::from_here, notes), plan);
  EXPECT_THAT(notes, IsEmpty());
  EXPECT_EQ(known_as(plan, {beside}, PlansSeen::from_here, notes), plan);
  EXPECT_THAT(notes, ElementsAre(HasSubstr("also has a plan named 'P'")));
}

}  // namespace
}  // namespace wafercast
