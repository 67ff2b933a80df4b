// The processors that control groups allow, from made-up files of both versions.

#include <tests/temporary_folder.hpp>

#include <runners/jobs/runs/processors.hpp>

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace wafercast {
namespace {

namespace fs = std::filesystem;

class Processors : public ::testing::Test {
 protected:
  void write(const fs::path& file, const std::string& text) const {
    fs::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << text << "\n";
  }
  std::optional<int> allowed() const { return processors_by_quota({root_ / "memberships", root_ / "limits"}); }

 private:
  test::TemporaryFolder made_;
  fs::path root_ = made_.path();
};

TEST_F(Processors, AreThoseOfVersionTwo) {
  write("memberships", "0::/a.slice/b.scope");
  EXPECT_EQ(allowed(), std::nullopt);
  write("limits/a.slice/b.scope/cpu.max", "max 100000");
  EXPECT_EQ(allowed(), std::nullopt);
  write("limits/a.slice/b.scope/cpu.max", "400000 100000");
  EXPECT_EQ(allowed(), 4);
  write("limits/a.slice/cpu.max", "150000 100000");
  EXPECT_EQ(allowed(), 2) << "a group has no more than those that it is in; halves round up";
  write("limits/cpu.max", "5000 100000");
  EXPECT_EQ(allowed(), 1) << "a container sees its own limit at the root";
}

TEST_F(Processors, AreThoseOfVersionOne) {
  write("memberships", "9:memory:/docker/1\n4:cpu,cpuacct:/docker/1\n0::/");
  write("limits/cpu,cpuacct/docker/1/cpu.cfs_period_us", "100000");
  write("limits/cpu,cpuacct/docker/1/cpu.cfs_quota_us", "-1");
  EXPECT_EQ(allowed(), std::nullopt);
  write("limits/cpu,cpuacct/docker/1/cpu.cfs_quota_us", "300000");
  EXPECT_EQ(allowed(), 3);
  write("memberships", "1:cpu:/not/seen/from/here");
  EXPECT_EQ(allowed(), std::nullopt);
  write("limits/cpu/cpu.cfs_period_us", "100000");
  write("limits/cpu/cpu.cfs_quota_us", "200000");
  EXPECT_EQ(allowed(), 2);
}

TEST_F(Processors, NothingIsALimitWhereFilesAreMissingOrOdd) {
  EXPECT_EQ(allowed(), std::nullopt);
  write("memberships", "odd\n0:\n::\n0::/x");
  write("limits/x/cpu.max", "0 0");
  EXPECT_EQ(allowed(), std::nullopt);
  write("limits/x/cpu.max", "1e300 1");
  EXPECT_EQ(allowed(), 1'000'000);
}

TEST(UsualThreads, AreOneAtLeast) {
  EXPECT_GE(usual_threads(), 1);
}

}  // namespace
}  // namespace wafercast
