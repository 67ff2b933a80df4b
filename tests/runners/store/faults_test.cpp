// Every call beneath the store that writes, syncs, grows a file or takes memory fails once, and once for good: what is
// told is an error and nothing else, and the store is then as it was, or with the whole of what was put into it.

#include <tests/runners/store/faults.hpp>
#include <tests/temporary_folder.hpp>

#include <runners/store/store.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <set>

namespace wafercast {
namespace {

using testing::Fault;

/// Before anything else uses SQLite, which takes its memory's shim only then.
[[maybe_unused]] const bool installed = (testing::install_faults(), true);

/// Calls from one that fails to the next that does: thousands take memory.
int stride(Fault::Kind kind) {
#ifdef WAFERCAST_EVERY_FAULT
  constexpr int some = 1;
#else
  constexpr int some = 41;
#endif
  return kind == Fault::Kind::allocation ? some : 1;
}

class Faults : public ::testing::TestWithParam<std::tuple<Fault::Kind, bool>> {
 protected:
  Faults() {
    testing::set_fault({});
    std::filesystem::create_directories(folder_);
  }
  ~Faults() override {
    testing::set_fault({});
    std::filesystem::remove_all(folder_);
  }

  static RunRecord record(const std::string& key) {
    RunRecord run{.subject = {key + ".yaml", "", "Name"},
                  .key = {key, "s", "d", 1, 1000, "p"},
                  .as_of = *parse_date("2026-09-10")};
    run.inputs = {{"base.yaml", key}};
    MetricForecast metric{"revenue", "USD", {}};
    for (int year = 2020; year < 2050; ++year) {
      Distribution& d = metric.periods[Period::year(year)];
      d.paths = 1000;
      for (const double p : reported_probabilities) d.quantiles[p] = {1.0 + p, 0.1};
    }
    run.forecast.metrics = {metric};
    run.summary = std::string(20'000, 's');
    return run;
  }

  /// What the store holds, by run: figures of each.
  std::map<std::string, int> held() const {
    Store store(file(), Database::Access::write);
    EXPECT_THAT(store.check(), ::testing::IsEmpty());
    std::map<std::string, int> figures;
    store.each_figure([&](const Subject& subject, const StoredRun&, const StoredFigure&) { ++figures[subject.file]; });
    return figures;
  }

  std::filesystem::path file() const { return folder_ / "store.sqlite"; }
  void start_anew() const {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    Store store(file(), Database::Access::write);
    store.add_run(store.begin_night({"plan"}, "program"), record("first"));
  }

  test::TemporaryFolder made_;
  std::filesystem::path folder_ = made_.path() / "store";
};

TEST_P(Faults, LeaveTheStoreWhole) {
  const auto [kind, stays] = GetParam();
  int told = 0;
  for (int at = 1;; at += stride(kind)) {
    start_anew();
    testing::set_fault({kind, at, stays});
    bool failed = false;
    try {
      Store store(file(), Database::Access::write);
      const std::int64_t night = store.begin_night({"plan"}, "program");
      store.add_run(night, record("second"));
      store.add_alerts(night, {{{"first.yaml", "", ""}, "moved", "text"}});
      store.finish_night(night);
    } catch (const DatabaseError& error) {
      failed = true;
      EXPECT_STRNE(error.what(), "");
    } catch (const std::bad_alloc&) {
      failed = true;
    }
    const bool reached = testing::calls_seen() >= at;
    testing::set_fault({});
    told += failed ? 1 : 0;
    auto figures = held();
    EXPECT_EQ(figures["first.yaml"], 30) << at;
    EXPECT_THAT(figures["second.yaml"], ::testing::AnyOf(0, 30)) << at;
    if (!failed) {
      EXPECT_EQ(figures["second.yaml"], 30) << "it was said to be done, at call " << at;
    }
    if (!reached) break;
  }
  EXPECT_GT(told, 0);
  std::printf("%d calls failed and were told\n", told);
}

INSTANTIATE_TEST_SUITE_P(Kinds, Faults,
                         ::testing::Combine(::testing::Values(Fault::Kind::full, Fault::Kind::io,
                                                              Fault::Kind::allocation),
                                            ::testing::Bool()));

TEST(ReadOnly, AStoreThatCannotBeWrittenSaysSo) {
  if (::getuid() == 0) GTEST_SKIP() << "root writes everywhere";
  const test::TemporaryFolder of_test;
  const std::filesystem::path& folder = of_test.path();
  { Store made(folder / "s.sqlite", Database::Access::write); }
  std::filesystem::permissions(folder / "s.sqlite", std::filesystem::perms::owner_read);
  EXPECT_THROW(Store(folder / "s.sqlite", Database::Access::write).begin_night({"x"}, "program"), StoreRefused);
}

}  // namespace
}  // namespace wafercast
