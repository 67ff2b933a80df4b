#include <tests/engine/learning/quantised.hpp>
#include <tests/temporary_folder.hpp>

#include <runners/jobs/runs/posterior_cache.hpp>

#include <unistd.h>

#include <fstream>
#include <thread>
#include <vector>

namespace wafercast {
namespace {

namespace fs = std::filesystem;

class PosteriorCacheFolder : public ::testing::Test {
 protected:
  static Learnt learnt_with(double value) {
    Learnt learnt;
    learnt.draws = {{"driver.price", 0}};
    learnt.posterior.members = block_lanes;
    LaneTable block(1);
    block[0] = value;
    learnt.posterior.z = testing::quantised({block});
    return learnt;
  }
  fs::path file(const std::string& key) const { return folder_ / (key + ".posterior"); }

  test::TemporaryFolder made_;
  fs::path folder_ = made_.path() / "cache";
};

using Cache = PosteriorCacheFolder;

TEST_F(Cache, GivesBackWhatItKeeps) {
  const PosteriorCache cache(folder_);
  EXPECT_EQ(cache.find("a"), nullptr);
  cache.keep("a", learnt_with(0.25));
  ASSERT_NE(cache.find("a"), nullptr);
  EXPECT_DOUBLE_EQ(cache.find("a")->posterior.z.block(0)[0][63], 0.25);
  EXPECT_EQ(cache.find("b"), nullptr);
}

TEST_F(Cache, ThrowsAwayWhatWasDamaged) {
  const PosteriorCache cache(folder_);
  cache.keep("a", learnt_with(0.25));
  fs::resize_file(file("a"), fs::file_size(file("a")) - 1);
  EXPECT_EQ(cache.find("a"), nullptr);
  EXPECT_FALSE(fs::exists(file("a")));
  cache.keep("b", learnt_with(0.25));
  fs::rename(file("b"), file("c"));
  EXPECT_EQ(cache.find("c"), nullptr) << "a file by another name is of other evidence";
}

TEST_F(Cache, ForgetsWhatWasUsedLongestAgo) {
  const Learnt learnt = learnt_with(1.0);
  PosteriorCache(folder_).keep("a", learnt);
  const auto now = fs::file_time_type::clock::now();
  const PosteriorCache cache(folder_, now, 2 * fs::file_size(file("a")));
  cache.keep("b", learnt);
  fs::last_write_time(file("a"), now - std::chrono::hours(2));
  fs::last_write_time(file("b"), now - std::chrono::hours(1));
  EXPECT_NE(cache.find("a"), nullptr) << "which makes it the newest";
  cache.keep("c", learnt);
  EXPECT_TRUE(fs::exists(file("a")));
  EXPECT_FALSE(fs::exists(file("b")));
  EXPECT_TRUE(fs::exists(file("c")));
}

/// A backtest that goes through more than there is room for, twice: what it used first is there the second time.
TEST_F(Cache, ForgetsLastWhatTheCommandItselfHasUsed) {
  using namespace std::chrono_literals;
  const Learnt learnt = learnt_with(1.0);
  PosteriorCache(folder_).keep("another's", learnt);
  const auto now = fs::file_time_type::clock::now();
  fs::last_write_time(file("another's"), now - 24h);
  const std::uintmax_t room = 3 * fs::file_size(file("another's"));
  const auto go_through_four = [&](fs::file_time_type begun) {
    const PosteriorCache cache(folder_, begun, room);
    std::string found;
    for (int i = 0; i < 4; ++i) {
      const std::string key(1, static_cast<char>('a' + i));
      if (cache.find(key)) found += key;
      if (!found.ends_with(key)) cache.keep(key, learnt);
      if (fs::exists(file(key))) fs::last_write_time(file(key), begun + (i + 1) * 1s);
    }
    return found;
  };
  EXPECT_EQ(go_through_four(now - 2h), "");
  EXPECT_FALSE(fs::exists(file("another's")));
  EXPECT_EQ(go_through_four(now - 1h), "abc");
  EXPECT_EQ(go_through_four(now), "abc");
}

TEST_F(Cache, TakesAwayWhatKilledWritesLeft) {
  const PosteriorCache cache(folder_);
  cache.keep("a", learnt_with(1.0));
  const fs::path left = folder_ / ".b.posterior.0123456789abcdef", unlike = folder_ / ".notes.0123456789abcdef";
  for (const fs::path& file : {left, unlike}) std::ofstream(file) << "half of it";
  EXPECT_NE(cache.find("a"), nullptr);
  EXPECT_FALSE(fs::exists(left));
  EXPECT_TRUE(fs::exists(unlike));
}

TEST_F(Cache, IsNeverInTheWay) {
  const PosteriorCache cache("/proc/no/such/place");
  cache.keep("a", learnt_with(1.0));
  EXPECT_EQ(cache.find("a"), nullptr);
  const PosteriorCache is_a_file(fs::path("/proc/self/status"));
  is_a_file.keep("a", learnt_with(1.0));
  EXPECT_EQ(is_a_file.find("a"), nullptr);
}

TEST_F(Cache, ManyMayShareIt) {
  std::vector<std::thread> users;
  for (int user = 0; user < 4; ++user) {
    users.emplace_back([&, user] {
      const PosteriorCache cache(folder_, fs::file_time_type::clock::now(), 4096);
      for (int i = 0; i < 50; ++i) {
        const std::string key = std::to_string((i + user) % 6);
        const auto found = cache.find(key);
        if (found) {
          EXPECT_DOUBLE_EQ(found->posterior.z.block(0)[0][0], std::stod(key));
        }
        cache.keep(key, learnt_with(std::stod(key)));
      }
    });
  }
  for (std::thread& user : users) user.join();
  for (const auto& entry : fs::directory_iterator(folder_)) {
    EXPECT_EQ(entry.path().extension(), ".posterior") << "nothing half written is left";
  }
}

}  // namespace
}  // namespace wafercast
