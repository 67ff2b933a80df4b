// A run in parts: the bits of the undivided run, and no others.

#include <tests/runners/cli/program.hpp>

#include <fmt/format.h>

#include <utility>

namespace wafercast {
namespace {

using ::testing::HasSubstr;
using testing::Outcome;
using testing::read_file;
using testing::write_file;

class Merge : public testing::Program {
 protected:
  Outcome part(const std::string& paths, const std::string& file, const std::string& more = "") const {
    return run(fmt::format("run {} --as-of 2026-09-10 --paths {} --part {} --quiet {}", base(), paths, file, more));
  }
};

TEST_F(Merge, GivesTheBitsOfTheUndividedRunInAnyOrder) {
  EXPECT_EQ(part("0..4096", "a", "--threads 1").exit_code, 0);
  EXPECT_EQ(part("4096..6400", "b", "--threads 3").exit_code, 0);
  EXPECT_EQ(part("6400..10001", "c").exit_code, 0);
  run("run " + base() + " --as-of 2026-09-10 --paths 10001 --quiet --out whole");
  for (const char* order : {"a b c", "c a b"}) {
    const Outcome merged = run(fmt::format("merge {} --quiet --out merged", order));
    EXPECT_EQ(merged.exit_code, 0) << merged.err;
    for (const char* file : {"forecast.json", "forecast.csv", "scenario.yaml"}) {
      EXPECT_EQ(read_file(folder() / "merged" / file), read_file(folder() / "whole" / file)) << file;
    }
    EXPECT_EQ(json("merged/manifest.json")["run"]["summary_digest"],
              json("whole/manifest.json")["run"]["summary_digest"]);
  }
}

TEST_F(Merge, APartIsTheSameBytesForAnyNumberOfThreads) {
  part("0..4096", "one", "--threads 1");
  part("0..4096", "three", "--threads 3");
  EXPECT_EQ(read_file(folder() / "one"), read_file(folder() / "three"));
}

TEST_F(Merge, SaysWhichPathsAreMissing) {
  part("0..64", "a");
  part("128..192", "b");
  const Outcome merged = run("merge a b --out merged");
  EXPECT_EQ(merged.exit_code, 5);
  EXPECT_THAT(merged.err, HasSubstr("no part holds the paths 64..128"));
  EXPECT_FALSE(std::filesystem::exists(folder() / "merged"));
}

TEST_F(Merge, ShardsAreTheWholeRun) {
  std::filesystem::create_directory(folder() / "parts");
  for (int number = 1; number <= 3; ++number) {
    part("1000", fmt::format("parts/{}.part", number), fmt::format("--shard {}/3", number));
  }
  run("run " + base() + " --as-of 2026-09-10 --paths 1000 --quiet --out whole");
  EXPECT_EQ(run("merge parts --paths 1000 --quiet --out merged").exit_code, 0);
  EXPECT_EQ(json("merged/manifest.json")["run"]["summary_digest"],
            json("whole/manifest.json")["run"]["summary_digest"]);
}

TEST_F(Merge, SeesThatTheLastPartIsMissingWhereItIsToldOfTheWhole) {
  part("0..128", "a");
  const Outcome merged = run("merge a --paths 1000 --out merged");
  EXPECT_EQ(merged.exit_code, 5);
  EXPECT_THAT(merged.err, HasSubstr("no part holds the paths 128..1000"));
  const Outcome fewer = run("merge a --paths 64 --out merged");
  EXPECT_EQ(fewer.exit_code, 2);
  EXPECT_THAT(fewer.err, HasSubstr("a: has paths 0..128, and the whole is said to have 64"));
  EXPECT_FALSE(std::filesystem::exists(folder() / "merged"));
}

TEST_F(Merge, RefusesShardsThatCannotBe) {
  for (const auto& [shard, problem] : {std::pair{"3", "'3' is no shard; write 3/1000"},
                                       {"0/3", "is no shard"},
                                       {"4/3", "is no shard"},
                                       {"1/3x", "is no shard"},
                                       {"1/17", "1000 paths make at most 16 shards"}}) {
    const Outcome refused = part("1000", "a", fmt::format("--shard {}", shard));
    EXPECT_EQ(refused.exit_code, 2) << shard;
    EXPECT_THAT(refused.err, HasSubstr(problem));
  }
  const Outcome of_range = part("0..128", "a", "--shard 1/2");
  EXPECT_EQ(of_range.exit_code, 2);
  EXPECT_THAT(of_range.err, HasSubstr("is a piece of all paths"));
  std::filesystem::create_directory(folder() / "empty");
  EXPECT_THAT(run("merge empty").err, HasSubstr("empty: holds no part"));
  std::filesystem::remove(folder() / "empty");
  EXPECT_TRUE(wrote_nothing());
}

TEST_F(Merge, RefusesAllThatIsNoneOfTheRunAtOnce) {
  part("0..128", "a");
  part("64..192", "overlaps");
  part("128..192", "other_seed", "--seed 2");
  write_file(folder() / "notes.txt", "not a part");
  write_file(folder() / "cut", read_file(folder() / "a").substr(0, 5000));
  std::string changed = read_file(folder() / "a");
  changed[changed.size() / 2] ^= 1;
  write_file(folder() / "changed", changed);
  const Outcome merged = run("merge a overlaps other_seed notes.txt cut changed nowhere --out merged");
  EXPECT_EQ(merged.exit_code, 2);
  for (const char* problem :
       {"overlaps: has paths 64..192 that 'a' has too (0..128)", "other_seed: is a part of another run than 'a'",
        "notes.txt: cannot be read as a part of a run (it is not a part of a run)",
        "cut: cannot be read as a part of a run (it was cut short)",
        "changed: cannot be read as a part of a run (it was changed: its checksum differs)",
        "nowhere: there is no such file"}) {
    EXPECT_THAT(merged.err, HasSubstr(problem));
  }
  EXPECT_FALSE(std::filesystem::exists(folder() / "merged"));
}

TEST_F(Merge, APartTakesThePlaceOfAPartAlone) {
  write_file(folder() / "notes.txt", "mine");
  const Outcome refused = part("0..64", "notes.txt");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("notes.txt: a part of a run cannot go here"));
  EXPECT_EQ(read_file(folder() / "notes.txt"), "mine");
  part("0..64", "a");
  EXPECT_EQ(part("0..128", "a").exit_code, 0);
}

TEST_F(Merge, PartsBeginWhereBlocksDo) {
  const Outcome refused = part("100..200", "a");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("a part begins at a multiple of 64: write 64..200 or 128..200"));
  EXPECT_TRUE(wrote_nothing());
}

}  // namespace
}  // namespace wafercast
