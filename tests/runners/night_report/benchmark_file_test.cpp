#include <runners/night_report/benchmarks.hpp>

#include <engine/core/diagnostics.hpp>

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
using ::testing::Not;

class BenchmarkFile : public ::testing::Test {
 protected:
  ~BenchmarkFile() override { std::filesystem::remove(file_); }

  Benchmarks read(const std::string& bytes) const {
    std::ofstream(file_) << bytes;
    return read_benchmarks(file_);
  }
  Benchmarks read_entries(const std::string& entries) const {
    return read(fmt::format(R"({{"context": {{"date": "2026-10-01T02:30:00+02:00", "host_name": "h"}},
                               "benchmarks": [{}]}})",
                            entries));
  }
  std::string refusal(const std::string& bytes) const {
    try {
      read(bytes);
    } catch (const InputError& error) {
      return error.what();
    }
    return {};
  }

  std::filesystem::path file_ =
      std::filesystem::temp_directory_path() / fmt::format("wafercast-benchmarks-{}.json", ::getpid());
};

/// Whatever Google Benchmark writes besides a time that was taken, early versions too: told by name, never measured.
TEST_F(BenchmarkFile, WhatIsNoMeasurementIsToldByName) {
  for (const char* entry :
       {R"({"name": "B", "run_type": "iteration", "cpu_time": 0, "error_occurred": true, "error_message": "no data"})",
        R"({"name": "B", "run_type": "iteration", "cpu_time": 0, "skipped": true})", R"({"name": "B", "cpu_time": 0})",
        R"({"name": "B", "cpu_time": -3})", R"({"name": "B", "cpu_time": null})",
        R"({"name": "B", "cpu_time": "fast"})", R"({"name": "B/real_time", "real_time": 0, "cpu_time": 5})",
        R"({"name": "B", "cpu_time": 1e999})",
        R"({"name": "B_mean", "run_name": "B", "run_type": "aggregate", "cpu_time": 4})",
        R"({"name": "B_BigO", "run_name": "B", "run_type": "aggregate", "cpu_coefficient": 4})"}) {
    Benchmarks found;
    try {
      found = read_entries(entry);
    } catch (const InputError& error) {
      EXPECT_THAT(entry, HasSubstr("1e999")) << error.what();
      continue;
    }
    EXPECT_THAT(found.measurements, IsEmpty()) << entry;
    EXPECT_THAT(found.left_out, ElementsAre(::testing::StartsWith("B"))) << entry;
  }
  EXPECT_THAT(read_entries(R"({"name": "B_median", "cpu_time": 4})").measurements, IsEmpty());
}

TEST_F(BenchmarkFile, TheRepetitionsCountAndNothingMadeOfThem) {
  const Benchmarks found = read_entries(
      R"({"name": "B", "cpu_time": 1}, {"name": "B", "cpu_time": 3}, {"name": "B", "cpu_time": 2},
         {"name": "B_mean", "cpu_time": 9}, {"name": "B_stddev", "run_name": "B", "run_type": "aggregate", "cpu_time": 9})");
  ASSERT_EQ(found.measurements.size(), 1U);
  EXPECT_NEAR(found.measurements[0].median, 2e-9, 1e-20);
}

/// As it writes the spread of times that do not differ.
TEST_F(BenchmarkFile, ANumberThatIsNoneCostsTheOthersNothing) {
  const Benchmarks found = read_entries(
      R"({"name": "B", "cpu_time": 1},
         {"name": "B_cv", "run_name": "B", "run_type": "aggregate", "cpu_time": -NaN, "real_time": Infinity},
         {"name": "C", "cpu_time": NaN})");
  ASSERT_EQ(found.measurements.size(), 1U);
  EXPECT_EQ(found.measurements[0].name, "B");
  EXPECT_THAT(found.left_out, ElementsAre(::testing::StartsWith("C")));
}

/// The time that a benchmark asks to be judged by.
TEST_F(BenchmarkFile, TheTimeIsTheOneThatTheNameSays) {
  const std::pair<const char*, double> expected[] = {{"B", 1e-9},
                                                     {"B/real_time", 7e-9},
                                                     {"B/8/manual_time", 7e-9},
                                                     {"B/real_time/threads:2", 7e-9},
                                                     {"B/process_time/real_time", 7e-9},
                                                     {"B/surreal_time", 1e-9}};
  for (const auto& [name, seconds] : expected) {
    const Benchmarks found =
        read_entries(fmt::format(R"({{"name": "{}", "real_time": 7, "cpu_time": 1, "time_unit": "ns"}})", name));
    ASSERT_EQ(found.measurements.size(), 1U) << name;
    EXPECT_EQ(found.measurements[0].name, name);
    EXPECT_NEAR(found.measurements[0].median, seconds, 1e-20) << name;
  }
}

/// Files of others: a sentence of wafercast's own, without what a library calls them.
TEST_F(BenchmarkFile, WhatIsNoneIsRefusedInPlainWords) {
  for (const char* bytes :
       {"", "n/a", "[]", "{}", "null", "3", "\"text\"", "{\"context\": 3, \"benchmarks\": []}",
        "{\"context\": {}, \"benchmarks\": []}", "{\"context\": {\"date\": \"yesterday\"}, \"benchmarks\": []}",
        "{\"context\": {\"date\": 3}, \"benchmarks\": []}",
        "{\"context\": {\"date\": \"2026-10-01T02:30:00Z\"}, \"benchmarks\": [3]}",
        "{\"context\": {\"date\": \"2026-10-01T02:30:00Z\"}, \"benchmarks\": {}}",
        "{\"context\": {\"date\": \"2026-10-01T02:30:00Z\"}, \"benchmarks\": [{\"cpu_time\": 1}]}",
        "{\"context\": {\"date\": \"2026-10-01T02:30:00Z\"}, \"benchmarks\": [{\"name\": \"B\", \"cpu_time\": 1, "
        "\"time_unit\": \"min\"}]}"}) {
    const std::string said = refusal(bytes);
    EXPECT_THAT(said, HasSubstr("cannot be read as benchmarks (")) << bytes;
    EXPECT_THAT(said, Not(HasSubstr("json.exception"))) << bytes;
  }
}

}  // namespace
}  // namespace wafercast
