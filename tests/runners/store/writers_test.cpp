// Several at once, and one that is killed.

#include <tests/runners/store/store_fixture.hpp>

#include <fmt/format.h>

#include <thread>

namespace wafercast {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

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

}  // namespace
}  // namespace wafercast
