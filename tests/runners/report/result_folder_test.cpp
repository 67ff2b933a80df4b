#include <wafercast/report/result_folder.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <vector>

namespace wafercast {
namespace {

namespace fs = std::filesystem;

class ResultFolderTest : public testing::Test {
 protected:
  ResultFolderTest() {
    std::string pattern = testing::TempDir() + "/result-folder-XXXXXX";
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    root = pattern;
    folder = root / "runs" / "base-1234";
  }
  ~ResultFolderTest() override { fs::remove_all(root); }

  static void write(const fs::path& folder, const std::string& text) {
    ResultFolder results(folder);
    results.add("forecast.json", text);
    results.add("manifest.json", "manifest of " + text);
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

  fs::path root;
  fs::path folder;
};

TEST_F(ResultFolderTest, AppearsWhenItIsPublished) {
  {
    ResultFolder results(folder);
    results.add("forecast.json", "{}");
    EXPECT_FALSE(fs::exists(folder));
    results.publish();
  }
  EXPECT_EQ(read(folder / "forecast.json"), "{}");
  EXPECT_THAT(siblings(), testing::ElementsAre("base-1234"));
}

TEST_F(ResultFolderTest, LeavesNothingWhenItIsNot) {
  try {
    ResultFolder results(folder);
    results.add("forecast.json", "{}");
    throw std::runtime_error("interrupted");
  } catch (const std::runtime_error&) {
  }
  EXPECT_THAT(siblings(), testing::IsEmpty());
}

TEST_F(ResultFolderTest, ReplacesAnEarlierResultAsAWhole) {
  write(folder, "first");
  std::ofstream(folder / "stray.txt") << "of an older program";
  write(folder, "second");
  EXPECT_EQ(read(folder / "forecast.json"), "second");
  EXPECT_FALSE(fs::exists(folder / "stray.txt"));
  EXPECT_THAT(siblings(), testing::ElementsAre("base-1234"));
}

TEST_F(ResultFolderTest, AFailureKeepsTheEarlierResult) {
  write(folder, "first");
  {
    ResultFolder results(folder);
    results.add("forecast.json", "half");
  }
  EXPECT_EQ(read(folder / "forecast.json"), "first");
  EXPECT_THAT(siblings(), testing::ElementsAre("base-1234"));
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
  try {
    ResultFolder results(folder);
    FAIL() << "expected an error";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr((root / "runs").string()));
  }
}

TEST_F(ResultFolderTest, RefusesToReplaceAFile) {
  fs::create_directories(folder.parent_path());
  std::ofstream(folder) << "somebody's notes";
  EXPECT_THROW(ResultFolder{folder}, std::runtime_error);
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
  EXPECT_THAT(siblings(), testing::ElementsAre("base-1234"));
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
      } catch (...) {
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
  EXPECT_EQ(read(folder / "manifest.json"), "manifest of " + read(folder / "forecast.json"));
  EXPECT_TRUE(read(folder / "forecast.json").ends_with(".24"));
  EXPECT_THAT(siblings(), testing::ElementsAre("base-1234"));
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
  EXPECT_EQ(read(folder / "manifest.json"), "manifest of " + read(folder / "forecast.json"));
  EXPECT_THAT(siblings(), testing::ElementsAre("base-1234"));
}

}  // namespace
}  // namespace wafercast
