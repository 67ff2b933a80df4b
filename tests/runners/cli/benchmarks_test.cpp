// `wafercast benchmarks` through the whole program.

#include <tests/runners/cli/nightly_fixture.hpp>

#include <fmt/format.h>

namespace wafercast {
namespace {

using ::testing::HasSubstr;
using testing::Nightly;
using testing::Outcome;

/// As Google Benchmark writes it, and `bench check`: two repetitions of a version, and those of the version before.
std::string benchmark_file(const std::string& day, double milliseconds) {
  return fmt::format(
      R"({{"context": {{"date": "{}T03:00:00+00:00", "host_name": "here", "revision": "r{}"}}, "benchmarks": [
    {{"name": "forecast/base", "run_type": "iteration", "cpu_time": 9999, "time_unit": "ms"}},
    {{"name": "forecast/head", "run_type": "iteration", "cpu_time": {}, "time_unit": "ms"}},
    {{"name": "forecast/head", "run_type": "iteration", "cpu_time": {}, "time_unit": "ms"}},
    {{"name": "forecast/head_median", "run_name": "forecast/head", "run_type": "aggregate", "cpu_time": 1, "time_unit": "ms"}},
    {{"name": "read/head", "run_type": "iteration", "instructions": 600000000}}]}})",
      day, day, milliseconds - 10.0, milliseconds + 10.0);
}

TEST_F(Nightly, KeepsWhatBenchmarksTook) {
  testing::write_file(folder() / "1.json", benchmark_file("2026-11-27", 500.0));
  testing::write_file(folder() / "2.json", benchmark_file("2026-11-28", 510.0));
  EXPECT_EQ(run("benchmarks 2.json 1.json --store store.sqlite").exit_code, 0);
  const Outcome again = run("benchmarks 2.json --store store.sqlite --report page.html");
  EXPECT_THAT(again.out, ::testing::ContainsRegex(R"(forecast +510\.0 ms +\+2\.0% +2 +2026-11-28 r2026-11-28 +here)"));
  EXPECT_THAT(again.out, ::testing::ContainsRegex(R"(read, instructions +600\.0 M +\+0\.0% +2 )"));
  EXPECT_THAT(testing::read_file(folder() / "page.html"), HasSubstr(R"("kind":"benchmarks")"));
}

TEST_F(Nightly, RefusesWhatIsNoBenchmark) {
  testing::write_file(folder() / "1.json", benchmark_file("2026-11-27", 500.0));
  testing::write_file(folder() / "notes.json", "[]");
  const Outcome refused = run("benchmarks 1.json notes.json --store store.sqlite");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("notes.json: cannot be read as benchmarks"));
  EXPECT_FALSE(std::filesystem::exists(folder() / "store.sqlite"));
}

}  // namespace
}  // namespace wafercast
