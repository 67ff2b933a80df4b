// What only a file can be.

#include <tests/runners/store/store_fixture.hpp>

#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

namespace wafercast {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

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

}  // namespace
}  // namespace wafercast
