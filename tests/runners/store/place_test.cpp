// Where a store is.

#include <tests/runners/store/store_fixture.hpp>

#include <utility>

namespace wafercast {
namespace {

using ::testing::HasSubstr;

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

}  // namespace
}  // namespace wafercast
