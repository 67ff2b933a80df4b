// What a run writes and prints.

#include <tests/runners/cli/program.hpp>

#include <runners/report/text/text_grid.hpp>

#include <sstream>

namespace wafercast {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class Run : public testing::Program {
 protected:
  /// A small run of the base scenario into a folder.
  testing::Outcome run_base(const std::string& out, const std::string& options = "") const {
    return run("run " + base() + " --as-of 2025-02-27 --paths 2000 --out " + out + " " + options);
  }

  std::string digest(const std::string& out) const { return json(out + "/manifest.json")["run"]["summary_digest"]; }
};

TEST_F(Run, WritesAResultFolderAndPrintsATable) {
  const testing::Outcome outcome = run_base("result");
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.err, "");
  EXPECT_THAT(outcome.out, StartsWith("Base case\nas of 2025-02-27, 2,000 paths, seed 1"));
  EXPECT_THAT(outcome.out, HasSubstr("\nResults: result\n"));
  for (const std::string file : {"forecast.json", "forecast.csv", "manifest.json", "scenario.yaml"}) {
    EXPECT_GT(std::filesystem::file_size(folder() / "result" / file), 100U) << file;
  }
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder()), {}), 1);
  EXPECT_EQ(json("result/manifest.json")["run"]["paths"], 2000);
  EXPECT_EQ(json("result/forecast.json")["run"]["failed_paths"], 0);
}

TEST_F(Run, NamesItsFolderAfterTheScenarioAndWhatDecidesTheResult) {
  EXPECT_EQ(run("run " + base() + " --paths 64 --quiet").exit_code, 0);
  EXPECT_EQ(run("run " + base() + " --paths 64 --quiet --threads 1").exit_code, 0);
  EXPECT_EQ(run("run " + base() + " --paths 64 --quiet --seed 2").exit_code, 0);
  int folders = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder() / "results/runs")) {
    EXPECT_THAT(entry.path().filename().string(), ::testing::MatchesRegex("base-case-[0-9a-f]{10}"));
    ++folders;
  }
  EXPECT_EQ(folders, 2);
}

TEST_F(Run, PrintsJsonAsItIsInTheFile) {
  const testing::Outcome outcome = run_base("result", "--json");
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.out, testing::read_file(folder() / "result/forecast.json"));
}

TEST_F(Run, QuietPrintsNothing) {
  const testing::Outcome outcome = run_base("result", "--quiet");
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.out + outcome.err, "");
}

TEST_F(Run, GivesTheSameBitsForAnyNumberOfThreads) {
  for (const std::string threads : {"1", "2", "3", "8"}) run_base(threads, "--quiet --threads " + threads);
  for (const std::string threads : {"2", "3", "8"}) {
    EXPECT_EQ(digest(threads), digest("1"));
    EXPECT_EQ(testing::read_file(folder() / threads / "forecast.json"),
              testing::read_file(folder() / "1/forecast.json"));
  }
  run_base("other", "--quiet --seed 2");
  EXPECT_NE(digest("other"), digest("1"));
}

TEST_F(Run, ReplaysAManifest) {
  run_base("result", "--quiet --seed 18446744073709551615");
  const testing::Outcome outcome = run("run --replay result/manifest.json --out again --quiet");
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.err, HasSubstr("the same bits (" + digest("result") + ")"));
  EXPECT_EQ(testing::read_file(folder() / "again/forecast.json"),
            testing::read_file(folder() / "result/forecast.json"));
}

TEST_F(Run, ReplaysAManifestOfAnotherDataFolder) {
  std::filesystem::copy(scenarios() / "data", folder() / "data", std::filesystem::copy_options::recursive);
  run_base("result", "--quiet --data data");
  const testing::Outcome outcome = run("run --replay result/manifest.json --out again --quiet");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
}

TEST_F(Run, ReplayNoticesOtherBits) {
  run_base("result", "--quiet");
  std::string manifest = testing::read_file(folder() / "result/manifest.json");
  const std::string bits = digest("result");
  manifest.replace(manifest.find(bits), bits.size(), std::string(bits.size(), '0'));
  testing::write_file(aside() / "manifest.json", manifest);
  const testing::Outcome outcome = run("run --replay ../aside/manifest.json --out again --quiet");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("other bits"));
}

TEST_F(Run, AReplayWritesNothingUnlessAsked) {
  run_base("result", "--quiet");
  const auto written = std::filesystem::last_write_time(folder() / "result/manifest.json");
  const testing::Outcome outcome = run("run --replay result/manifest.json");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, Not(HasSubstr("Results:")));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder()), {}), 1);
  EXPECT_EQ(std::filesystem::last_write_time(folder() / "result/manifest.json"), written);
}

TEST_F(Run, WhatLiesInTheWayOfResultsIsFoundBeforeTheWork) {
  std::filesystem::create_directories(folder() / "mine");
  testing::write_file(folder() / "mine/notes.txt", "mine");
  const testing::Outcome outcome = run("run " + base() + " --paths 1e11 --out mine");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("mine: results cannot go here (it holds notes.txt, which no result"));
  EXPECT_EQ(testing::read_file(folder() / "mine/notes.txt"), "mine");
  EXPECT_EQ(run("run " + base() + " --paths 1e11 --out " + std::string(300, 'x')).exit_code, 2);
  EXPECT_EQ(run("run " + base() + " --paths 1e11 --out /proc/wafercast").exit_code, 2);
}

TEST_F(Run, ListsAPath) {
  const testing::Outcome outcome = run("run " + base() + " --as-of 2025-02-27 --path 1000");
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, StartsWith("path 1000 of Base case, as of 2025-02-27\n"));
  EXPECT_THAT(outcome.out, HasSubstr("\ncowos.capacity "));
  EXPECT_THAT(outcome.out, HasSubstr("\nrevenue "));
  const nlohmann::json path =
      nlohmann::json::parse(run("run " + base() + " --as-of 2025-02-27 --path 1000 --json --horizon 6").out);
  EXPECT_EQ(path["path"], 1000);
  EXPECT_EQ(path["metrics"]["revenue"]["periods"].size(), 6u);
  EXPECT_EQ(path["drivers"]["cowos.capacity"]["periods"].size(), 7u) << "the last reported quarter first";
  EXPECT_GT(path["metrics"]["revenue"]["periods"]["FY26Q1"], 1e9);
  EXPECT_TRUE(wrote_nothing());
}

// What is printed when nobody asks for more fits a terminal: every scenario that ships, from two days.
TEST_F(Run, ShowsFirstWhatFitsATerminal) {
  std::vector<std::filesystem::path> files = {scenarios() / "base.yaml"};
  for (const auto& entry : std::filesystem::directory_iterator(scenarios() / "what-if")) files.push_back(entry.path());
  for (const std::filesystem::path& file : files) {
    for (const std::string day : {"2025-02-27", "2026-09-10"}) {
      if (file != files.front() && day != "2026-09-10") continue;  // each day is learnt anew
      const std::string command = "run '" + file.string() + "' --paths 256 --as-of " + day + " --out result";
      const testing::Outcome outcome = run(command);
      ASSERT_EQ(outcome.exit_code, 0) << command << outcome.err;
      std::istringstream lines(outcome.out);
      int count = 0;
      for (std::string line; std::getline(lines, line); ++count) EXPECT_LE(display_width(line), 80) << command << line;
      EXPECT_LE(count, 40) << command;
      EXPECT_THAT(outcome.out, HasSubstr("revenue: "));
    }
  }
}

TEST_F(Run, ShowsTheMetricsAndPeriodsThatAreAskedFor) {
  const testing::Outcome outcome = run_base("result", "--metric data_center --period FY27");
  EXPECT_THAT(outcome.out, HasSubstr("Data center"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("FY26Q2 ")));
  EXPECT_THAT(run_base("refused", "--metric data_centre").err, HasSubstr("did you mean 'data_center'?"));
  EXPECT_THAT(run_base("refused", "--period FY40").err, HasSubstr("no period in which revenue is forecast"));
  EXPECT_FALSE(std::filesystem::exists(folder() / "refused")) << "found before the work";
  EXPECT_THAT(run_base("result", "--full").out, HasSubstr("What bound, in how many of the paths"));
}

TEST_F(Run, SaysItsVersion) {
  const testing::Outcome outcome = run("--version");
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, ::testing::MatchesRegex("wafercast [0-9]+\\.[0-9]+\\.[0-9]+ \\(.*\\)\n"));
}

TEST_F(Run, ColoursATerminalAlone) {
  const std::string arguments = "run " + base() + " --paths 64 --out result";
  EXPECT_THAT(run(arguments).out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(run_on_terminal(arguments), HasSubstr("\x1b["));
  const std::string plain = run_on_terminal(arguments, "NO_COLOR=1");
  EXPECT_THAT(plain, HasSubstr("Base case"));
  EXPECT_THAT(plain, Not(HasSubstr("\x1b")));
}

TEST_F(Run, SaysWhereTheTimeWent) {
  const testing::Outcome plain = run("run " + base() + " --paths 256 --json --out plain");
  const testing::Outcome profiled = run("run " + base() + " --paths 256 --json --profile --out profiled");
  EXPECT_EQ(profiled.exit_code, 0) << profiled.err;
  EXPECT_EQ(profiled.out, plain.out);
  for (const char* what : {"simulate", "sampling", "dependence", "drivers", "events", "model", "derive", "summary"}) {
    EXPECT_THAT(profiled.err, HasSubstr(what));
  }
}

}  // namespace
}  // namespace wafercast
