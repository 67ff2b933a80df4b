#include <tests/temporary_folder.hpp>

#include <runners/files/one_file.hpp>

#include <engine/core/diagnostics.hpp>
#include <runners/files/result_place.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <stdexcept>

namespace wafercast {
namespace {

namespace fs = std::filesystem;

class OneFile : public ::testing::Test {
 protected:
  fs::path left(const std::string& name) const {
    std::ofstream(root / name) << "half of it";
    return root / name;
  }
  std::size_t files() const { return static_cast<std::size_t>(std::distance(fs::directory_iterator(root), {})); }

  test::TemporaryFolder made;
  fs::path root = made.path();
};

TEST_F(OneFile, KnowsItsSiblings) {
  EXPECT_EQ(original_of(sibling_of("a/b.html").filename().string()), "b.html");
  for (const char* other :
       {"b.html", ".b.html", ".b.0123456789abcde", ".b.0123456789abcdeg", "..0123456789abcdef", ""}) {
    EXPECT_EQ(original_of(other), std::nullopt) << other;
  }
}

TEST_F(OneFile, WhatAKilledWriteLeftIsTakenAway) {
  const fs::path own = left(".page.html.0123456789abcdef");
  const fs::path other = left(".other.html.0123456789abcdef");
  const fs::path unlike = left(".page.html.backup");
  remove_killed_writes_of({"page.html"}, root);
  EXPECT_FALSE(fs::exists(own));
  EXPECT_TRUE(fs::exists(other)) << "of another file";
  EXPECT_TRUE(fs::exists(unlike)) << "of the user";
  remove_killed_writes_in(root, ".html");
  EXPECT_FALSE(fs::exists(other));
}

TEST_F(OneFile, WhatIsBeingWrittenStays) {
  const fs::path living = left(".page.html.0123456789abcdef");
  const int held = ::open(living.c_str(), O_RDONLY | O_CLOEXEC);
  ASSERT_EQ(::flock(held, LOCK_EX | LOCK_NB), 0);
  remove_killed_writes_of({"page.html"}, root);
  EXPECT_TRUE(fs::exists(living));
  ::close(held);
  remove_killed_writes_of({"page.html"}, root);
  EXPECT_FALSE(fs::exists(living));
}

TEST_F(OneFile, AWriteThatFailsLeavesNothing) {
  const pid_t child = fork();
  if (child == 0) {  // a limit of its own, that of a full disk
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1024, 1024};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    try {
      write_whole(root / "large", std::string(1 << 20, 'x'));
    } catch (const std::runtime_error&) {
      _exit(3);
    }
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 3);
  EXPECT_EQ(files(), 0u);
}

TEST_F(OneFile, NothingButARegularFileIsRead) {
  ASSERT_EQ(::mkfifo((root / "pipe").c_str(), 0600), 0);
  for (const fs::path& place : {root / "pipe", root, fs::path("/dev/zero")}) {
    EXPECT_THROW(read_whole(place), InputError) << place;
    EXPECT_THROW(read_head(place, 8), InputError) << place;
    EXPECT_THROW(MappedFile{place}, InputError) << place;
  }
  EXPECT_EQ(read_whole(root / "nothing"), std::nullopt);
}

}  // namespace
}  // namespace wafercast
