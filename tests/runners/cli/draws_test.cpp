// Points instead of independent draws.

#include <tests/runners/cli/program.hpp>

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>

namespace wafercast {
namespace {

using ::testing::HasSubstr;
using testing::Outcome;
using testing::write_file;

class DrawsTest : public testing::Program {
 protected:
  /// The base scenario as it is believed: what it learns from is left out.
  std::string unlearnt() const {
    if (!std::filesystem::exists(folder() / "data")) copy_scenarios();
    std::string text = testing::read_file(folder() / "base.yaml");
    const auto part = text.find("  - nvidia/evidence.yaml");
    write_file(folder() / "unlearnt.yaml", text.erase(part, text.find('\n', part) + 1 - part));
    return "unlearnt.yaml";
  }
  Outcome draw(const std::string& scenario, const std::string& more) const {
    return run(fmt::format("run {} --allow-outside --as-of 2026-09-10 {}", scenario, more));
  }
  nlohmann::json revenue(const std::string& result, const char* period = "FY28") const {
    return json(result + "/forecast.json")["metrics"]["revenue"]["periods"][period];
  }
};

TEST_F(DrawsTest, PointsAgreeWithIndependentDraws) {
  for (const char* way : {"independent", "sobol", "latin-hypercube"}) {
    const Outcome drawn = draw(base(), fmt::format("--draws {} --paths 16384 --out {}", way, way));
    ASSERT_EQ(drawn.exit_code, 0) << drawn.err;
  }
  for (const char* way : {"sobol", "latin-hypercube"}) {
    for (const char* level : {"0.05", "0.5", "0.95"}) {
      const auto points = revenue(way)["quantiles"][level], independent = revenue("independent")["quantiles"][level];
      const double error = std::hypot(points["error"].get<double>(), independent["error"].get<double>());
      EXPECT_NEAR(points["value"].get<double>(), independent["value"].get<double>(), 6.0 * error) << way << level;
    }
    EXPECT_EQ(json(fmt::format("{}/forecast.json", way))["run"]["draws"], way);
  }
  EXPECT_FALSE(json("independent/forecast.json")["run"].contains("draws"));
}

TEST_F(DrawsTest, SayWhatTheyAre) {
  EXPECT_THAT(draw(unlearnt(), "--draws sobol --out points").out, HasSubstr("16,384 sobol points"));
}

TEST_F(DrawsTest, AreTheSameBitsOnAnyThreadsAndReplayed) {
  draw(base(), "--draws sobol --paths 4096 --threads 1 --quiet --out one");
  draw(base(), "--draws sobol --paths 4096 --threads 3 --quiet --no-cache --out three");
  const auto digest = [&](const char* of) {
    return json(fmt::format("{}/manifest.json", of))["run"]["summary_digest"];
  };
  EXPECT_EQ(digest("one"), digest("three"));
  const Outcome replayed = run("run --replay one/manifest.json --allow-outside");
  EXPECT_EQ(replayed.exit_code, 0) << replayed.err;
  EXPECT_THAT(replayed.err, HasSubstr("the same bits"));
}

// A what-if that moves nothing but one driver late must leave the quarters before it as they are, bit for bit: both
// have the same points, learnt or not, whether it scales the driver or has draws of its own for it.
TEST_F(DrawsTest, WhatIfsShareEveryPoint) {
  for (const std::string& scenario : {base(), unlearnt()}) {
    draw(scenario, "--draws sobol --paths 2048 --quiet --out as_is");
    for (const char* what_if : {"cowos.capacity.scale=0.9@2028Q1", "'cowos.vendor_share=40% to 50% (80%)@2028Q1'"}) {
      draw(scenario, fmt::format("--draws sobol --paths 2048 --quiet --no-cache --set {} --out cut", what_if));
      EXPECT_EQ(revenue("as_is", "FY27Q4"), revenue("cut", "FY27Q4")) << scenario << what_if;
      EXPECT_NE(revenue("as_is", "FY29Q2"), revenue("cut", "FY29Q2")) << scenario << what_if;
      std::filesystem::remove_all(folder() / "cut");
    }
    std::filesystem::remove_all(folder() / "as_is");
  }
}

// Fewer of them do: a mean is surer by far than 16,384 independent paths make it.
TEST_F(DrawsTest, MakeAMeanSure) {
  draw(unlearnt(), "--draws independent --paths 16384 --quiet --out independent");
  draw(unlearnt(), "--draws sobol --paths 16384 --quiet --out sobol");
  EXPECT_LT(revenue("sobol")["mean_error"].get<double>(), 0.5 * revenue("independent")["mean_error"].get<double>());
}

TEST_F(DrawsTest, GoOnUntilAFigureIsSure) {
  const Outcome asked = draw(unlearnt(), "--draws sobol --precision 0.5%@revenue[FY28]:p95 --out sure");
  EXPECT_EQ(asked.exit_code, 0) << asked.err;
  const auto figure = revenue("sure")["quantiles"]["0.95"];
  EXPECT_LE(figure["error"].get<double>() / figure["value"].get<double>(), 0.005);
}

TEST_F(DrawsTest, RefuseWhatTheyCannotBe) {
  EXPECT_THAT(draw(base(), "--draws sobol --paths 10000").err, HasSubstr("write --paths 8192 or 16384"));
  EXPECT_THAT(draw(base(), "--draws sobol --paths 100").err, HasSubstr("write --paths 1024"));
  EXPECT_THAT(draw(base(), "--draws sobl").err, HasSubstr("did you mean 'sobol'?"));
  EXPECT_THAT(draw(base(), "--draws grid").err, HasSubstr("there are independent, latin-hypercube, sobol"));
  EXPECT_EQ(draw(base(), "--draws sobol --paths 16384 --part some.part").exit_code, 2);
  EXPECT_THAT(draw(base(), "--draws sobol --set cowos.vendor_share=50%,60%").err, HasSubstr("independent draws"));
}

}  // namespace
}  // namespace wafercast
