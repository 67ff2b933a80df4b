#include <tests/temporary_folder.hpp>

#include <runners/files/result_folder.hpp>

#include <engine/core/diagnostics.hpp>

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <vector>

namespace wafercast {
namespace {

namespace fs = std::filesystem;

class ResultFolderTest : public ::testing::Test {
 protected:
  static void write(const fs::path& folder, const std::string& text) {
    ResultFolder results(folder);
    results.add("forecast.json", text);
    nlohmann::json manifest = {{"manifest", 2}, {"program", "test"}, {"of", text}, {"files", results.names()}};
    manifest["files"].push_back("manifest.json");
    results.add("manifest.json", manifest.dump());
    results.publish();
  }

  static std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  std::vector<std::string> siblings() const {
    std::vector<std::string> names;
    if (!fs::exists(folder.parent_path())) return names;
    for (const auto& entry : fs::directory_iterator(folder.parent_path())) names.push_back(entry.path().filename());
    return names;
  }

  test::TemporaryFolder made;
  fs::path root = made.path();
  fs::path folder = root / "runs" / "base-1234";
};

TEST_F(ResultFolderTest, AppearsWhenItIsPublished) {
  {
    ResultFolder results(folder);
    results.add("forecast.json", "{}");
    EXPECT_FALSE(fs::exists(folder));
    results.publish();
  }
  EXPECT_EQ(read(folder / "forecast.json"), "{}");
  EXPECT_THAT(siblings(), ::testing::ElementsAre("base-1234"));
}

TEST_F(ResultFolderTest, LeavesNothingWhenItIsNot) {
  try {
    ResultFolder results(folder);
    results.add("forecast.json", "{}");
    throw std::runtime_error("interrupted");
  } catch (const std::runtime_error&) {
  }
  EXPECT_FALSE(fs::exists(root / "runs")) << "nor the folders above it";
}

TEST_F(ResultFolderTest, ReplacesAnEarlierResultAsAWhole) {
  write(folder, "first");
  write(folder, "second");
  EXPECT_EQ(read(folder / "forecast.json"), "second");
  EXPECT_THAT(siblings(), ::testing::ElementsAre("base-1234"));
}

TEST_F(ResultFolderTest, TakesAnEmptyFolder) {
  fs::create_directories(folder);
  write(folder, "first");
  EXPECT_EQ(read(folder / "forecast.json"), "first");
}

/// With which a place for results is refused; empty when it is taken.
std::string refusal_of(const fs::path& place) {
  try {
    ResultFolder results(place);
    return {};
  } catch (const InputError& error) {
    return error.what();
  }
}

TEST_F(ResultFolderTest, WhatAUserOwnsIsInTheWay) {
  write(folder, "first");
  std::ofstream(folder / "notes.txt") << "mine";
  fs::create_directories(folder / "more");
  EXPECT_THAT(refusal_of(folder), ::testing::HasSubstr("it holds more, notes.txt, which no result"));
  EXPECT_EQ(read(folder / "notes.txt"), "mine");
  EXPECT_EQ(read(folder / "forecast.json"), "first");
  const fs::path other = root / "thesis";
  fs::create_directories(other);
  for (int i = 0; i < 9; ++i) std::ofstream(other / ("chapter" + std::to_string(i))) << "text";
  EXPECT_THAT(refusal_of(other), ::testing::HasSubstr("chapter0, chapter1, chapter2, chapter3, 5 more"));
}

TEST_F(ResultFolderTest, AManifestOfSomebodyElseIsNone) {
  fs::create_directories(folder);
  std::ofstream(folder / "manifest.json") << R"({"name": "an app", "files": ["manifest.json"]})";
  EXPECT_THAT(refusal_of(folder), ::testing::HasSubstr("it holds manifest.json"));
}

TEST_F(ResultFolderTest, ASymbolicLinkIsInTheWay) {
  write(folder, "first");
  fs::create_directory_symlink(folder, root / "link");
  EXPECT_THAT(refusal_of(root / "link"), ::testing::HasSubstr("it is a symbolic link"));
  EXPECT_THAT(refusal_of(root / "link/"), ::testing::HasSubstr("it is a symbolic link"));
  EXPECT_TRUE(fs::is_symlink(root / "link"));
  fs::create_directory_symlink(root / "nowhere", root / "dangling");
  EXPECT_THAT(refusal_of(root / "dangling"), ::testing::HasSubstr("it is a symbolic link"));
}

TEST_F(ResultFolderTest, ALinkInAnEarlierResultIsInTheWay) {
  write(folder, "first");
  fs::remove(folder / "forecast.json");
  fs::create_symlink(root / "elsewhere", folder / "forecast.json");
  EXPECT_THAT(refusal_of(folder), ::testing::HasSubstr("it holds forecast.json"));
}

TEST_F(ResultFolderTest, WhatIsPutThereMeanwhileStays) {
  ResultFolder results(folder);
  results.add("forecast.json", "{}");
  fs::create_directories(folder);
  std::ofstream(folder / "notes.txt") << "mine";
  EXPECT_THROW(results.publish(), std::runtime_error);
  EXPECT_EQ(read(folder / "notes.txt"), "mine");
}

TEST_F(ResultFolderTest, ANameThatIsTooLongIsFoundAtOnce) {
  EXPECT_THAT(refusal_of(root / std::string(300, 'x')), ::testing::HasSubstr("File name too long"));
  EXPECT_THAT(refusal_of(root / std::string(250, 'x')), ::testing::HasSubstr("File name too long"));
}

TEST_F(ResultFolderTest, RemovesWhatAKilledRunHasLeftAndNothingElse) {
  fs::create_directories(folder.parent_path() / ".base-1234.0123456789abcdef");
  std::ofstream(folder.parent_path() / ".base-1234.0123456789abcdef/forecast.json") << "half";
  fs::create_directories(folder.parent_path() / ".base-1234.of-a-user");
  ResultFolder alive(folder);
  write(folder, "first");
  EXPECT_THAT(siblings(), ::testing::SizeIs(3)) << "the result, a user's folder, and that of a run that is alive";
  EXPECT_FALSE(fs::exists(folder.parent_path() / ".base-1234.0123456789abcdef"));
  alive.add("forecast.json", "{}");
}

TEST_F(ResultFolderTest, AFailureKeepsTheEarlierResult) {
  write(folder, "first");
  {
    ResultFolder results(folder);
    results.add("forecast.json", "half");
  }
  EXPECT_EQ(read(folder / "forecast.json"), "first");
  EXPECT_THAT(siblings(), ::testing::ElementsAre("base-1234"));
}

TEST_F(ResultFolderTest, LeavesAnIdenticalResultUntouched) {
  write(folder, "same");
  const auto written = fs::last_write_time(folder / "forecast.json");
  fs::last_write_time(folder / "forecast.json", written - std::chrono::hours(1));
  write(folder, "same");
  EXPECT_EQ(fs::last_write_time(folder / "forecast.json"), written - std::chrono::hours(1));
}

TEST_F(ResultFolderTest, SaysWhyItCannotWrite) {
  std::ofstream(root / "runs") << "a file in the way";
  EXPECT_THAT(refusal_of(folder), ::testing::HasSubstr((root / "runs").string()));
}

TEST_F(ResultFolderTest, RefusesToReplaceAFile) {
  fs::create_directories(folder.parent_path());
  std::ofstream(folder) << "somebody's notes";
  EXPECT_THAT(refusal_of(folder), ::testing::HasSubstr("it is no folder"));
  EXPECT_EQ(read(folder), "somebody's notes");
}

TEST_F(ResultFolderTest, TakesPlainNamesOnly) {
  ResultFolder results(folder);
  EXPECT_THROW(results.add("../escape", ""), std::invalid_argument);
  EXPECT_THROW(results.add("", ""), std::invalid_argument);
}

TEST_F(ResultFolderTest, RenamesReplaceWhereFoldersCannotBeExchanged) {
  write(folder, "first");
  write(folder.parent_path() / "new", "second");
  replace_by_renames(folder.parent_path() / "new", folder);
  EXPECT_EQ(read(folder / "forecast.json"), "second");
  EXPECT_THAT(siblings(), ::testing::ElementsAre("base-1234"));
}

/// Runs `work(child)` in several processes at once and says whether all ended well.
template <class Work>
bool in_processes(int count, Work work) {
  std::vector<pid_t> children;
  for (int child = 0; child < count; ++child) {
    const pid_t id = fork();
    if (id == 0) {
      try {
        work(child);
        _exit(0);
      } catch (const std::exception& error) {
        fmt::print(stderr, "child {}: {}\n", child, error.what());
        _exit(1);
      }
    }
    children.push_back(id);
  }
  bool all_well = true;
  for (const pid_t id : children) {
    int status = 0;
    waitpid(id, &status, 0);
    all_well = all_well && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }
  return all_well;
}

TEST_F(ResultFolderTest, ProcessesThatWriteAtOnceLeaveOneCompleteResult) {
  EXPECT_TRUE(in_processes(4, [&](int child) {
    for (int round = 0; round < 25; ++round) write(folder, std::to_string(child) + "." + std::to_string(round));
  }));
  EXPECT_EQ(nlohmann::json::parse(read(folder / "manifest.json"))["of"], read(folder / "forecast.json"));
  EXPECT_TRUE(read(folder / "forecast.json").ends_with(".24"));
  EXPECT_THAT(siblings(), ::testing::ElementsAre("base-1234"));
}

TEST_F(ResultFolderTest, RenamesAtOnceLeaveOneCompleteResult) {
  write(folder, "first");
  EXPECT_TRUE(in_processes(4, [&](int child) {
    for (int round = 0; round < 25; ++round) {
      const fs::path mine = folder.parent_path() / ("from-" + std::to_string(child));
      write(mine, std::to_string(child));
      replace_by_renames(mine, folder);
    }
  }));
  EXPECT_EQ(nlohmann::json::parse(read(folder / "manifest.json"))["of"], read(folder / "forecast.json"));
  EXPECT_THAT(siblings(), ::testing::ElementsAre("base-1234"));
}

}  // namespace
}  // namespace wafercast
