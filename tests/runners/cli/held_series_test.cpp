// Which metrics a forecast holds: the same figures, whoever asks for how many of them.

#include <tests/runners/cli/program.hpp>

#include <fmt/format.h>

namespace wafercast {
namespace {

using ::testing::HasSubstr;
using testing::Outcome;
using testing::read_file;

class HeldSeries : public testing::Program {
 protected:
  nlohmann::json metrics(const std::string& place, const std::string& more) const {
    const Outcome outcome = forecast(place, more);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return json(place + "/forecast.json")["metrics"];
  }

  Outcome forecast(const std::string& place, const std::string& more) const {
    return run(fmt::format("run {} --as-of 2026-09-10 --paths 6400 --quiet --out {} {}", base(), place, more));
  }

  nlohmann::json digest(const std::string& place) const {
    return json(place + "/manifest.json")["run"]["summary_digest"];
  }
};

TEST_F(HeldSeries, AreThoseThatPeopleReadOrAllThatThereAre) {
  const auto usual = metrics("usual", ""), full = metrics("full", "--full"), more = metrics("more", "--metric cash");
  EXPECT_LT(2 * usual.size(), full.size());
  EXPECT_EQ(more.size(), usual.size() + 1);
  EXPECT_TRUE(more.contains("cash"));
  for (const char* metric : {"revenue", "data_center", "gross_margin", "eps", "free_cash_flow", "revenue_growth_yoy",
                             "networking", "hyperscale", "cowos_wafers", "bound_cowos"})
    EXPECT_TRUE(usual.contains(metric)) << metric;
  for (const auto& [name, metric] : usual.items()) EXPECT_EQ(metric, full[name]) << name;
  for (const auto& [name, metric] : more.items()) EXPECT_EQ(metric, full[name]) << name;
}

TEST_F(HeldSeries, AreNamedByTheManifestAndReplayed) {
  metrics("full", "--full");
  metrics("more", "--metric cash inventory");
  metrics("usual", "");
  EXPECT_TRUE(json("full/manifest.json")["run"]["full"]);
  EXPECT_EQ(json("more/manifest.json")["run"]["metrics"], (nlohmann::json{"cash", "inventory"}));
  EXPECT_FALSE(json("usual/manifest.json")["run"].contains("full"));
  for (const std::string place : {"full", "more", "usual"}) {
    const Outcome replayed = run(fmt::format("run --replay {0}/manifest.json --quiet --out {0}-again", place));
    EXPECT_EQ(replayed.exit_code, 0) << replayed.err;
    EXPECT_EQ(digest(place), digest(place + "-again"));
  }
  const Outcome refused = run("run --replay usual/manifest.json --metric cash --out none");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("'cash' is not in the forecast that is replayed"));
}

TEST_F(HeldSeries, AMetricThatIsHeldAnyhowNamesNoOtherRun) {
  metrics("usual", "");
  metrics("named", "--metric revenue");
  EXPECT_EQ(digest("usual"), digest("named"));
  EXPECT_FALSE(json("named/manifest.json")["run"].contains("metrics"));
}

TEST_F(HeldSeries, APrecisionIsOfAFigureThatIsHeld) {
  const Outcome outcome =
      run("run " + base() + " --as-of 2026-09-10 --precision '20%@cash[FY28]:p95' --quiet --out result");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_TRUE(json("result/forecast.json")["metrics"].contains("cash"));
}

TEST_F(HeldSeries, PartsHoldWhatTheWholeHolds) {
  for (const std::string more : {"", "--full", "--metric cash"}) {
    for (const std::string paths : {"0..4096", "4096..6400"}) {
      const Outcome part = run(fmt::format("run {} --as-of 2026-09-10 --paths {} --part p{} --quiet {}", base(), paths,
                                           paths.substr(0, 1), more));
      EXPECT_EQ(part.exit_code, 0) << part.err;
    }
    forecast("whole", more);
    EXPECT_EQ(run("merge p0 p4 --quiet --out merged").exit_code, 0);
    EXPECT_EQ(read_file(folder() / "merged/forecast.json"), read_file(folder() / "whole/forecast.json")) << more;
    std::filesystem::remove_all(folder() / "whole");
    std::filesystem::remove_all(folder() / "merged");
  }
}

}  // namespace
}  // namespace wafercast
