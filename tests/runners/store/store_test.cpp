#include <tests/runners/store/postgres.hpp>

#include <runners/store/store.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <thread>

namespace wafercast {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// A store in a file, and on a server where one is installed.
class StoreTest : public ::testing::TestWithParam<const char*> {
 protected:
  StoreTest() { std::filesystem::create_directories(folder_); }
  ~StoreTest() override { std::filesystem::remove_all(folder_); }

  void SetUp() override {
    if (GetParam() == std::string("file")) {
      place_ = (folder_ / "store.sqlite").string();
      return;
    }
    std::string name = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::erase_if(name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; });
    std::ranges::transform(name, name.begin(), [](char c) { return static_cast<char>(std::tolower(c)); });
    place_ = testing::new_database(name.substr(0, 60));
    if (place_.empty()) GTEST_SKIP() << "no PostgreSQL server is installed";
  }

  const std::string& place() const { return place_; }

  static Distribution distribution(double median) {
    Distribution d;
    d.paths = 1000;
    d.mean = {median, 1.0};
    d.sd = {10.0, 0.1};
    double step = -4.0;
    for (const double p : reported_probabilities) d.quantiles[p] = {median + 10.0 * step++, 0.5};
    return d;
  }

  static RunRecord record(const std::string& key, double median, const Subject& subject = {"base.yaml", "", "Base"}) {
    RunRecord run{
        .subject = subject, .key = {key, "s", "d", 1, 1000, "p"}, .as_of = *parse_date("2026-09-10"), .seconds = 2.0};
    run.inputs = {{"base.yaml", "1"}, {"data.csv", "2"}};
    run.forecast.metrics = {{"revenue", "USD", {{Period::year(2028), distribution(median)}}}};
    Answer answer;
    answer.name = "q";
    answer.unit = "USD";
    answer.period = Period::year(2028);
    answer.probability = Estimate{0.25, 0.01};
    run.forecast.answers = {answer};
    return run;
  }

  std::string place_;
  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / fmt::format("wafercast-store-{}-{}", "files", ::getpid());
};

TEST_P(StoreTest, ARunComesBackAsItWasPut) {
  Store store(place(), Database::Access::write);
  const std::int64_t night = store.begin_night("plan", "program");
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

TEST_P(StoreTest, AMeasurementIsKeptOnce) {
  Store store(place(), Database::Access::write);
  const Measurement first{"forecast", "here", "2026-11-27T03:00:00Z", "aaaa", "s", 0.9, 1.0, 1.1};
  Measurement second = first;
  second.made = "2026-11-28T03:00:00Z";
  second.median = 1.05;
  EXPECT_EQ(store.add_measurements({second, first}), 2);
  EXPECT_EQ(store.add_measurements({first}), 0);
  const auto found = store.measurements();
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].made, first.made);
  EXPECT_EQ(found[0].revision, "aaaa");
  EXPECT_EQ(found[1].median, 1.05);
  EXPECT_EQ(found[1].high, 1.1);
}

TEST_P(StoreTest, HistoryIsByNightsAndSeesRunsOfEarlierOnes) {
  Store store(place(), Database::Access::write);
  const Subject base{"base.yaml", "", "Base"};
  const std::int64_t first = store.begin_night("plan", "program");
  const std::int64_t run = store.add_run(first, record("a", 700.0));
  const std::int64_t second = store.begin_night("plan", "program");
  store.note_seen(second, base, run);
  const std::int64_t third = store.begin_night("plan", "program");
  store.add_run(third, record("b", 710.0));
  std::vector<double> medians;
  for (const HistoryPoint& point : store.history(base, "revenue", "FY28")) medians.push_back(point.figure.median());
  EXPECT_THAT(medians, ElementsAre(700.0, 700.0, 710.0));
  EXPECT_THAT(store.history(base, "revenue", "FY29"), IsEmpty());
  EXPECT_EQ(store.run_before(third, base)->id, run);
  EXPECT_EQ(store.run_in(second, base)->id, run);
  EXPECT_FALSE(store.run_before(first, base));
  EXPECT_EQ(store.usual_seconds(base), 2.0);
}

TEST_P(StoreTest, TheSameRunOfTwoNightsStandsOnce) {
  Store one(place(), Database::Access::write), other(place(), Database::Access::write);
  const std::int64_t a = one.begin_night("plan", "program"), b = other.begin_night("plan", "program");
  EXPECT_EQ(one.add_run(a, record("k", 1.0)), other.add_run(b, record("k", 1.0)));
  EXPECT_THAT(one.nights(9), SizeIs(2));
  EXPECT_THAT(one.check(), IsEmpty());
}

TEST_P(StoreTest, AFailureThatIsTriedAgainGivesWay) {
  Store store(place(), Database::Access::write);
  RunRecord failed = record("k", 1.0);
  failed.error = "no";
  failed.forecast = {};
  const std::int64_t night = store.begin_night("plan", "program");
  store.add_run(night, failed);
  EXPECT_EQ(store.find_run("k")->error, "no");
  store.add_run(night, record("k", 2.0));
  EXPECT_EQ(store.find_run("k")->error, "");
  EXPECT_THAT(store.check(), IsEmpty());
}

TEST_P(StoreTest, WhatWasBegunAndNotEndedIsUndone) {
  {
    Database database(place(), Database::Access::write);
    { Store made(place(), Database::Access::write); }
    Database::Transaction all(database);
    database.run("INSERT INTO night(plan, started, program) VALUES('x', 'y', 'z')");
  }
  Store store(place(), Database::Access::write);
  EXPECT_THAT(store.nights(9), IsEmpty());
}

TEST_P(StoreTest, ReadersDoNotWaitForAWriter) {
  Store store(place(), Database::Access::write);
  store.add_run(store.begin_night("plan", "program"), record("k", 1.0));
  Database writer(place(), Database::Access::write);
  Database::Transaction open(writer);
  writer.run("DELETE FROM night");
  Store reader(place(), Database::Access::read);
  EXPECT_THAT(reader.nights(9), SizeIs(1)) << "as it was before";
}

TEST_P(StoreTest, WritersWaitForOneAnother) {
  { Store made(place(), Database::Access::write); }
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      Store store(place(), Database::Access::write);
      const std::int64_t night = store.begin_night("plan", "program");
      for (int i = 0; i < 20; ++i) store.add_run(night, record(fmt::format("{} {}", t, i), i));
    });
  }
  for (std::thread& thread : threads) thread.join();
  Store store(place(), Database::Access::read);
  int runs = 0;
  store.each_figure(
      [&](const Subject&, const StoredRun&, const StoredFigure& figure) { runs += figure.metric == "revenue"; });
  EXPECT_EQ(runs, 80);
}

/// What only a file can be.
class StoreFile : public StoreTest {
 protected:
  void SetUp() override { place_ = (folder_ / "store.sqlite").string(); }
};

TEST_F(StoreFile, OthersFilesAndLaterStoresAreRefusedAndLeftAlone) {
  { Database(place(), Database::Access::write).run("CREATE TABLE mine(x)"); }
  EXPECT_THROW(Store(place(), Database::Access::write), StoreRefused);
  const std::string later = (folder_ / "later.sqlite").string();
  { Store made(later, Database::Access::write); }
  { Database(later, Database::Access::write).run("PRAGMA user_version = 99"); }
  try {
    Store store(later, Database::Access::write);
    FAIL();
  } catch (const StoreRefused& refused) {
    EXPECT_THAT(refused.what(), HasSubstr("written by a later program (version 99"));
  }
  const std::string text = (folder_ / "text").string();
  std::ofstream(text)
      << "no database, but words that go on for a while, long enough to be a header of one, and then some";
  EXPECT_THROW(Store(text, Database::Access::write), StoreRefused);
}

TEST_P(StoreTest, PruningTakesOldNightsAndWhatTheyAloneHave) {
  Store store(place(), Database::Access::write);
  const Subject base{"base.yaml", "", "Base"};
  const std::int64_t first = store.begin_night("plan", "program");
  store.add_run(first, record("gone", 1.0));
  const std::int64_t kept = store.add_run(first, record("kept", 2.0, {"other.yaml", "", "Other"}));
  { Database(place(), Database::Access::write).run("UPDATE night SET started = '2020-01-01T00:00:00Z'"); }
  store.note_seen(store.begin_night("plan", "program"), {"other.yaml", "", "Other"}, kept);
  EXPECT_EQ(store.prune("2025-01-01"), 1);
  EXPECT_FALSE(store.find_run("gone"));
  EXPECT_TRUE(store.find_run("kept"));
  EXPECT_THAT(store.history(base, "revenue", "FY28"), IsEmpty());
  store.vacuum();
  EXPECT_THAT(store.check(), IsEmpty());
}

TEST_F(StoreFile, ADamagedFileIsFound) {
  {
    Store store(place(), Database::Access::write);
    for (int i = 0; i < 200; ++i) store.add_run(store.begin_night("plan", "program"), record(fmt::format("{}", i), i));
    store.vacuum();
  }
  const auto size = std::filesystem::file_size(place());
  std::fstream damaged(place(), std::ios::in | std::ios::out | std::ios::binary);
  damaged.seekp(static_cast<std::streamoff>(size / 2 / 4096 * 4096));
  damaged << std::string(4096, '\x5a');
  damaged.close();
  Store store(place(), Database::Access::read);
  EXPECT_THAT(store.check(), ::testing::Not(IsEmpty()));
}

TEST_F(StoreFile, AnEarlierStoreIsMigratedAfterACopyOfItWasPutBeside) {
  {
    Store store(place(), Database::Access::write);
    store.add_run(store.begin_night("plan", "program"), record("k", 7.0));
  }
  {
    Database database(place(), Database::Access::write);
    database.run("DROP TABLE measurement; ALTER TABLE night DROP COLUMN program; PRAGMA user_version = 1");
  }
  EXPECT_THROW(Store(place(), Database::Access::read), StoreRefused) << "a reader changes nothing";
  Store store(place(), Database::Access::write);
  EXPECT_TRUE(store.find_run("k"));
  store.begin_night("plan", "program");
  EXPECT_THAT(store.nights(9), SizeIs(2));
  Database copy(place() + ".version-1", Database::Access::read);
  EXPECT_EQ(copy.connection().version(), 1);
}

INSTANTIATE_TEST_SUITE_P(Kinds, StoreTest, ::testing::Values("file", "server"),
                         [](const auto& kind) { return std::string(kind.param); });

}  // namespace
}  // namespace wafercast
