#include <tests/runners/store/postgres.hpp>

#include <runners/store/store.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
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

TEST_P(StoreTest, WhatWasBegunAndNotEndedIsUndone) {
  {
    Database database(place(), Database::Access::write);
    { Store made(place(), Database::Access::write); }
    Database::Transaction all(database);
    database.run("INSERT INTO night(plan, file, started, program) VALUES('plan', '', 'y', 'z')");
  }
  Store store(place(), Database::Access::write);
  EXPECT_THAT(store.nights({"plan"}, 9), IsEmpty());
}

TEST_P(StoreTest, ReadersDoNotWaitForAWriter) {
  Store store(place(), Database::Access::write);
  store.add_run(store.begin_night({"plan"}, "program"), record("k", 1.0));
  Database writer(place(), Database::Access::write);
  Database::Transaction open(writer);
  writer.run("DELETE FROM night");
  Store reader(place(), Database::Access::read);
  EXPECT_THAT(reader.nights({"plan"}, 9), SizeIs(1)) << "as it was before";
}

TEST_P(StoreTest, WritersWaitForOneAnother) {
  { Store made(place(), Database::Access::write); }
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      Store store(place(), Database::Access::write);
      const std::int64_t night = store.begin_night({"plan"}, "program");
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

  /// A database of another program's.
  static void other_database(const std::string& file, const std::string& before) {
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
    const std::string sql = before + "CREATE TABLE mine(x); INSERT INTO mine VALUES(1)";
    EXPECT_EQ(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(handle);
  }
  static std::string bytes_of(const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
};

/// Looks first, without a right to write: whoever asks, and for whatever, what is somebody else's stays as it is.
TEST_F(StoreFile, OthersFilesAreRefusedAndLeftAlone) {
  const std::string journal = (folder_ / "journal.sqlite").string(), log = (folder_ / "log.sqlite").string();
  const std::string used = (folder_ / "used.sqlite").string(), text = (folder_ / "text").string();
  other_database(journal, "");
  other_database(log, "PRAGMA journal_mode = WAL;");
  other_database(used, "PRAGMA application_id = 7;");
  std::ofstream(text) << "no database, but words that go on for a while, long enough to be a header of one, and more";
  for (const std::string& file : {journal, log, used, text}) {
    for (const auto access : {Database::Access::read, Database::Access::change, Database::Access::write}) {
      const std::string before = bytes_of(file);
      EXPECT_THROW(Store(file, access), StoreRefused) << file;
      EXPECT_EQ(bytes_of(file), before) << file;
      EXPECT_FALSE(std::filesystem::exists(file + "-wal")) << file;
      EXPECT_FALSE(std::filesystem::exists(file + "-shm")) << file;
    }
  }
}

TEST_F(StoreFile, WhatIsNotThereIsMadeOnlyByWhoeverWrites) {
  for (const auto access : {Database::Access::read, Database::Access::change}) {
    EXPECT_THROW(Store(place(), access), StoreMissing);
    EXPECT_FALSE(std::filesystem::exists(place()));
    EXPECT_THROW(Store(folder_.string(), access), StoreRefused) << "a folder is none";
  }
  for (const char* name : {"store.sqlite", "what? #1 50%41.sqlite"}) {
    const std::string file = (folder_ / name).string();
    { Store made(file, Database::Access::write); }
    EXPECT_NO_THROW(Store(file, Database::Access::read)) << name;
    EXPECT_NO_THROW(Store(file, Database::Access::change)) << name;
  }
}

TEST_F(StoreFile, LaterStoresAreRefused) {
  { Store made(place(), Database::Access::write); }
  { Database(place(), Database::Access::write).run("PRAGMA user_version = 99"); }
  try {
    Store store(place(), Database::Access::write);
    FAIL();
  } catch (const StoreRefused& refused) {
    EXPECT_THAT(refused.what(), HasSubstr("written by a later program (version 99"));
  }
}

/// Whoever may read the file but write nowhere near it: of root, as nobody.
class AsAnother {
 public:
  AsAnother() : was_(::geteuid()) {
    if (was_ == 0 && ::seteuid(65534) != 0) ADD_FAILURE() << "cannot become another";
  }
  ~AsAnother() {
    if (was_ == 0 && ::seteuid(0) != 0) ADD_FAILURE() << "cannot become root again";
  }
  AsAnother(const AsAnother&) = delete;
  AsAnother& operator=(const AsAnother&) = delete;

 private:
  uid_t was_;
};

TEST_F(StoreFile, IsReadByWhoeverMayReadIt) {
  namespace fs = std::filesystem;
  {
    Store store(place(), Database::Access::write);
    store.add_run(store.begin_night({"plan"}, "program"), record("k", 7.0));
  }
  fs::permissions(place(), fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read);
  fs::permissions(folder_, fs::perms(0555));
  {
    const AsAnother another;
    Store reader(place(), Database::Access::read);
    EXPECT_TRUE(reader.find_run("k"));
    EXPECT_THROW(Store(place(), Database::Access::write), StoreRefused) << "and says so at once";
    EXPECT_THROW(Store(place(), Database::Access::change), StoreRefused);
  }
  fs::permissions(folder_, fs::perms(0755));
  // A log that was left behind holds what was written last: that is told, and not read without it.
  std::ofstream(place() + "-wal") << "the log of a night that was killed";
  fs::permissions(folder_, fs::perms(0555));
  {
    const AsAnother another;
    try {
      Store reader(place(), Database::Access::read);
      ADD_FAILURE() << "it was read without its log";
    } catch (const StoreRefused& refused) {
      EXPECT_THAT(refused.what(), HasSubstr("let its owner look into it once"));
    }
  }
  fs::permissions(folder_, fs::perms(0755));
}

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

TEST_F(StoreFile, ADamagedFileIsFound) {
  {
    Store store(place(), Database::Access::write);
    for (int i = 0; i < 200; ++i)
      store.add_run(store.begin_night({"plan"}, "program"), record(fmt::format("{}", i), i));
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

/// From every version on: a night, its run, and an alert of which nobody is told again.
TEST_F(StoreFile, EarlierStoresAreMigratedAfterACopyOfThemWasPutBeside) {
  constexpr const char* back_to_3 = "ALTER TABLE night DROP COLUMN file; ALTER TABLE alert DROP COLUMN told;";
  constexpr const char* back_to_2 = "DROP TABLE measurement;";
  constexpr const char* back_to_1 = "ALTER TABLE night DROP COLUMN program;";
  for (const int version : {1, 2, 3}) {
    const std::string file = (folder_ / fmt::format("{}.sqlite", version)).string();
    {
      Store store(file, Database::Access::write);
      const std::int64_t night = store.begin_night({"plan"}, "program");
      store.add_run(night, record("k", 7.0));
      store.add_alerts(night, {{{"base.yaml", "", "Base"}, "moved", "text"}});
    }
    Database(file, Database::Access::write)
        .run(fmt::format("{}{}{} PRAGMA user_version = {}", back_to_3, version < 3 ? back_to_2 : "",
                         version < 2 ? back_to_1 : "", version));
    {
      Store reader(file, Database::Access::read);
      EXPECT_TRUE(reader.find_run("k")) << "a reader sees it as it would be";
      EXPECT_THAT(reader.nights({"plan"}, 9), SizeIs(1));
    }
    EXPECT_EQ(Database(file, Database::Access::read).connection().version(), version) << "a reader changes nothing";
    Store store(file, Database::Access::write);
    EXPECT_TRUE(store.find_run("k"));
    EXPECT_THAT(store.plans(), ElementsAre(PlanKey{"plan"}));
    EXPECT_THAT(store.alerts_that_wait({"plan"}, store.begin_night({"plan"}, "program")), IsEmpty());
    Database copy(fmt::format("{}.version-{}", file, version), Database::Access::read);
    EXPECT_EQ(copy.connection().version(), version);
  }
}

TEST_P(StoreTest, OnePlansNightsArePrunedAlone) {
  Store store(place(), Database::Access::write);
  store.begin_night({"plan"}, "program");
  store.begin_night({"other"}, "program");
  EXPECT_EQ(store.prune("2999-01-01", PlanKey{"plan"}), 1);
  EXPECT_THAT(store.plans(), ElementsAre(PlanKey{"other"}));
}

TEST_P(StoreTest, MeasurementsAreInTheOrderOfTheirMoments) {
  Store store(place(), Database::Access::write);
  const Measurement summer{"forecast", "here", "2026-10-25T02:30:00+02:00", "a", "s", 1.0, 1.0, 1.0};
  Measurement winter = summer;
  winter.made = "2026-10-25T02:10:00+01:00";  // forty minutes later
  store.add_measurements({winter, summer});
  EXPECT_EQ(store.measurements().back().made, winter.made);
}

/// Forms in which people write a server, with how it is called: never a password.
TEST(StorePlace, IsNamedWithoutItsPassword) {
  const std::pair<const char*, const char*> places[] = {
      {"postgresql://u:secret@h:5433/db?sslmode=disable", "postgresql://u@h:5433/db"},
      {"postgresql://u@h/db?password=secret", "postgresql://u@h/db"},
      {"host=h user=u password=secret dbname=db", "postgresql://u@h/db"},
      {"host=h user=u password='secret\\' dbname=db", "host=h user=u password=***"},
      {"host = h password = 'secret", "host = h password =***"},
      {"postgresql://u:sec/secret@h/db", nullptr},
      {"postgres://u:secret@@h:x/db", nullptr},
  };
  for (const auto& [place, name] : places) {
    EXPECT_TRUE(Database::is_server(place)) << place;
    EXPECT_THAT(Database::name_of(place), ::testing::Not(HasSubstr("secret"))) << place;
    if (name != nullptr) {
      EXPECT_EQ(Database::name_of(place), name);
    }
  }
  for (const char* file : {"store.sqlite", "/var/lib/a=b.sqlite", "results/x y.sqlite", ""}) {
    EXPECT_FALSE(Database::is_server(file)) << file;
  }
}

TEST(StorePlace, AServerThatIsAwayIsRefusedByName) {
  for (const char* place :
       {"postgresql://u:secret@127.0.0.1:1/db", "host=127.0.0.1 port=1 user=u password=secret dbname=db",
        "postgresql://u:secret@127.0.0.1:one/db"}) {
    try {
      Store store(place, Database::Access::write);
      FAIL() << place;
    } catch (const StoreRefused& refused) {
      EXPECT_THAT(refused.what(), HasSubstr("127.0.0.1")) << place;
      EXPECT_THAT(refused.what(), ::testing::Not(HasSubstr("secret"))) << place;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, StoreTest, ::testing::Values("file", "server"),
                         [](const auto& kind) { return std::string(kind.param); });

}  // namespace
}  // namespace wafercast
