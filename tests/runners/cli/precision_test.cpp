// A precision instead of a number of paths.

#include <tests/runners/cli/program.hpp>

#include <fmt/format.h>

namespace wafercast {
namespace {

using ::testing::HasSubstr;
using testing::Outcome;
using testing::write_file;

class PrecisionTest : public testing::Program {
 protected:
  /// Learnt by few members, which is quick and not sure.
  std::string quick() const {
    write_file(folder() / "quick.yaml", fmt::format("wafercast: scenario/1\nname: Quick\nextends: {}\n"
                                                    "observe: {{condition: {{members: 2048}}}}\n",
                                                    base()));
    return (folder() / "quick.yaml").string();
  }
  Outcome ask(const std::string& precision, const std::string& more = "") const {
    return run(fmt::format("run {} --allow-outside --as-of 2026-09-10 --precision {} {}", quick(), precision, more));
  }
  double relative_error(const char* period, const char* level) const {
    const auto figure = json("sure/forecast.json")["metrics"]["revenue"]["periods"][period]["quantiles"][level];
    return figure["error"].get<double>() / figure["value"].get<double>();
  }
};

TEST_F(PrecisionTest, TakesPathsAndMembersUntilAFigureIsSure) {
  const Outcome asked = ask("0.25%@revenue[FY28]:p95", "--out sure");
  EXPECT_EQ(asked.exit_code, 0) << asked.err;
  EXPECT_LE(relative_error("FY28", "0.95"), 0.0025);
  EXPECT_THAT(asked.out, HasSubstr("standard error of p95 of revenue[FY28]"));
  EXPECT_THAT(asked.out, HasSubstr("that were too few"));
  const auto paths = json("sure/forecast.json")["run"]["paths"].get<std::int64_t>();
  EXPECT_GT(paths, 16'384);
  EXPECT_EQ(json("sure/forecast.json")["learnt"]["members"].get<std::int64_t>(), paths);
}

TEST_F(PrecisionTest, IsReplayedToTheBit) {
  ask("0.25%@revenue[FY28]:p95", "--quiet --out sure");
  const Outcome replayed = run("run --replay sure/manifest.json --allow-outside");
  EXPECT_EQ(replayed.exit_code, 0) << replayed.err;
  EXPECT_THAT(replayed.err, HasSubstr("the same bits"));
}

TEST_F(PrecisionTest, SaysWhatCannotBeReached) {
  const Outcome asked = ask("0.001%@revenue[FY28]:p5", "--out sure");
  EXPECT_EQ(asked.exit_code, 0) << asked.err;
  EXPECT_THAT(asked.out, HasSubstr("cannot be reached"));
}

TEST_F(PrecisionTest, RefusesWhatIsNone) {
  EXPECT_THAT(ask("5x").err, HasSubstr("write it like 0.5%"));
  EXPECT_THAT(ask("0%").err, HasSubstr("is not between"));
  EXPECT_THAT(ask("1%@revenue[FY28]:p33").err, HasSubstr("a forecast holds no p33"));
  EXPECT_THAT(ask("1%@revnue[FY28]").err, HasSubstr("did you mean 'revenue'?"));
  EXPECT_EQ(ask("1%", "--paths 100").exit_code, 2);
}

}  // namespace
}  // namespace wafercast
