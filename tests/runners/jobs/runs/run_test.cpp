// A job can be called by anybody: it takes a request and gives a result, and prints nothing.

#include <tests/temporary_folder.hpp>

#include <runners/jobs/runs/part.hpp>
#include <runners/jobs/runs/run.hpp>

#include <unistd.h>

#include <atomic>
#include <filesystem>

namespace wafercast {
namespace {

std::filesystem::path scenario_file(const char* name) {
  return std::filesystem::path(WAFERCAST_SOURCE_DIR) / "scenarios" / name;
}

RunRequest base_request(std::int64_t paths) {
  RunRequest request{.scenario = {.file = scenario_file("base.yaml")}, .paths = paths};
  request.scenario.read.as_of = *parse_date("2026-09-10");
  return request;
}

TEST(RunJob, TellsHowFarItIsAndGivesAForecast) {
  std::atomic<std::int64_t> last = 0;
  const auto result = run(base_request(640), {[&](std::int64_t done, std::int64_t of) {
                                                EXPECT_EQ(of, 640);
                                                last = std::max(last.load(), done);
                                              },
                                              [] { return false; }});
  ASSERT_TRUE(result);
  EXPECT_EQ(last, 640);
  EXPECT_EQ(result->forecast.paths, 640);
  EXPECT_EQ(result->description.scenario, "Base case");
  EXPECT_FALSE(result->description.summary_digest.empty());
}

TEST(RunJob, KnowsWhatHoldsSalesBack) {
  const auto result = run(base_request(64), {});
  const std::map<std::string, std::string> expected = {{"bound_budgets", "budgets"},
                                                       {"bound_cowos", "cowos"},
                                                       {"bound_demand", "demand"},
                                                       {"bound_hbm", "hbm"},
                                                       {"bound_racks", "racks"}};
  EXPECT_EQ(result->description.constraints, expected);
}

TEST(RunJob, EndsWithoutAResultWhenItIsStopped) {
  EXPECT_FALSE(run(base_request(64'000'000), {[](std::int64_t, std::int64_t) {}, [] { return true; }}));
}

TEST(RunJob, WhatWasRecalledGivesTheBitsOfWhatWasLearnt) {
  RunRequest request = base_request(640);
  const test::TemporaryFolder folder;
  const auto learnt = run(request, {});
  request.scenario.cache = folder.path();
  const auto kept = run(request, {});
  const auto recalled = run(request, {});
  EXPECT_FALSE(std::filesystem::is_empty(folder.path()));
  EXPECT_EQ(kept->description.summary_digest, learnt->description.summary_digest);
  EXPECT_EQ(recalled->description.summary_digest, learnt->description.summary_digest);
}

TEST(RunJob, WhatIsSupposedAskedOrShownLearnsTheSame) {
  const auto digest_of = [](const char* file) {
    RunRequest request = base_request(64);
    request.scenario.file = scenario_file(file);
    return read(request.scenario).evidence_digest;
  };
  RunRequest shorter = base_request(64);
  shorter.scenario.read.quarters = 3;
  EXPECT_EQ(digest_of("what-if/capex_cut.yaml"), digest_of("base.yaml"));
  EXPECT_EQ(read(shorter.scenario).evidence_digest, digest_of("base.yaml"));
  RunRequest earlier = base_request(64);
  earlier.scenario.read.as_of = *parse_date("2026-08-01");
  EXPECT_NE(read(earlier.scenario).evidence_digest, digest_of("base.yaml"));
}

}  // namespace
}  // namespace wafercast
