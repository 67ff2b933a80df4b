#include <engine/forecast/failed_paths.hpp>

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

namespace wafercast {
namespace {

TEST(FailedPaths, KeepsTheLowestIdsInAnyOrder) {
  std::vector<std::uint64_t> ids(100);
  for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = 7 * i + 3;
  const std::vector<std::uint64_t> lowest(ids.begin(), ids.begin() + FailedPaths::kept);
  std::mt19937_64 bits(5);
  for (int round = 0; round < 20; ++round) {
    std::shuffle(ids.begin(), ids.end(), bits);
    FailedPaths left, right;
    for (std::size_t i = 0; i < ids.size(); ++i) (i % 3 == 0 ? left : right).add(ids[i]);
    left.merge(right);
    EXPECT_EQ(left.count(), 100);
    EXPECT_EQ(left.lowest(), lowest);
  }
}

TEST(FailedPaths, StartsEmpty) {
  EXPECT_EQ(FailedPaths().count(), 0);
  EXPECT_TRUE(FailedPaths().lowest().empty());
}

}  // namespace
}  // namespace wafercast
