// Ctrl-C in the middle of a run leaves no half of a result, and what was done is not lost.

#include <tests/runners/cli/program.hpp>

namespace wafercast {
namespace {

using Interrupt = testing::Program;

TEST_F(Interrupt, WritesNothingWhereThereIsNothingToGoOnFrom) {
  const testing::Outcome outcome =
      run("backtest " + base() + " --out result", "timeout --preserve-status -k 20 -s INT 1.5");
  EXPECT_EQ(outcome.exit_code, 130);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, ::testing::HasSubstr("interrupted; nothing was written"));
  EXPECT_TRUE(wrote_nothing());
}

TEST_F(Interrupt, ALongRunGoesOnFromWhereItWasToTheBitsOfAnUndisturbedOne) {
  const std::string run_it = "run " + base() + " --as-of 2026-09-10 --paths 5M --quiet --out ";
  run("run " + base() +
      " --as-of 2026-09-10 --paths 64 --quiet --out warm");  // what is learnt is kept for what follows
  const testing::Outcome stopped = run(run_it + "result", "timeout --preserve-status -k 20 -s INT 5");
  ASSERT_EQ(stopped.exit_code, 130) << "a machine that is done in five seconds needs more paths here";
  EXPECT_THAT(stopped.err, ::testing::HasSubstr("the same command goes on from where it was"));
  EXPECT_TRUE(std::filesystem::exists(folder() / ".result.unfinished"));
  EXPECT_FALSE(std::filesystem::exists(folder() / "result"));
  EXPECT_EQ(run(run_it + "result").exit_code, 0);
  EXPECT_EQ(run(run_it + "undisturbed").exit_code, 0);
  EXPECT_EQ(testing::read_file(folder() / "result/forecast.json"),
            testing::read_file(folder() / "undisturbed/forecast.json"));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder()), {}), 3) << "nothing else is left";
}

TEST_F(Interrupt, LeavesAloneWhatIsNotItsOwn) {
  testing::write_file(folder() / ".result.unfinished", "a poem");
  run("run " + base() + " --paths 1e11 --out result", "timeout --preserve-status -k 20 -s INT 2");
  EXPECT_EQ(testing::read_file(folder() / ".result.unfinished"), "a poem");
}

TEST_F(Interrupt, LeavesAnEarlierResultAsItWas) {
  run("run " + base() + " --paths 64 --out result --quiet");
  const std::string before = testing::read_file(folder() / "result/forecast.json");
  const testing::Outcome outcome =
      run("run " + base() + " --paths 1e11 --out result", "timeout --preserve-status -k 20 -s TERM 1.5");
  EXPECT_EQ(outcome.exit_code, 143);
  EXPECT_EQ(testing::read_file(folder() / "result/forecast.json"), before);
}

TEST_F(Interrupt, WhatAKilledRunLeavesTheNextOneRemoves) {
  run("run " + base() + " --paths 1e11 --out result", "timeout --foreground -s KILL 5");
  EXPECT_FALSE(wrote_nothing()) << "the folder in which it gathered its files";
  run("run " + base() + " --paths 64 --out result --quiet");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder()), {}), 1);
}

}  // namespace
}  // namespace wafercast
