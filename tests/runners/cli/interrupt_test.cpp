// Ctrl-C in the middle of a run leaves nothing behind.

#include "program.hpp"

namespace wafercast {
namespace {

using Interrupt = testing::Program;

TEST_F(Interrupt, WritesNothing) {
  const testing::Outcome outcome =
      run("run " + base() + " --paths 1e11 --out result", "timeout --preserve-status -k 20 -s INT 1.5");
  EXPECT_EQ(outcome.exit_code, 130);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, ::testing::HasSubstr("interrupted; nothing was written"));
  EXPECT_TRUE(wrote_nothing());
}

TEST_F(Interrupt, LeavesAnEarlierResultAsItWas) {
  run("run " + base() + " --paths 64 --out result --quiet");
  const std::string before = testing::read_file(folder() / "result/forecast.json");
  const testing::Outcome outcome =
      run("run " + base() + " --paths 1e11 --out result", "timeout --preserve-status -k 20 -s TERM 1.5");
  EXPECT_EQ(outcome.exit_code, 143);
  EXPECT_EQ(testing::read_file(folder() / "result/forecast.json"), before);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder()), {}), 1);
}

TEST_F(Interrupt, WhatAKilledRunLeavesTheNextOneRemoves) {
  run("run " + base() + " --paths 1e11 --out result", "timeout --foreground -s KILL 5");
  EXPECT_FALSE(wrote_nothing()) << "the folder in which it gathered its files";
  run("run " + base() + " --paths 64 --out result --quiet");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder()), {}), 1);
}

}  // namespace
}  // namespace wafercast
