#include <engine/core/parallel.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

namespace wafercast {
namespace {

class ParallelFor : public ::testing::TestWithParam<int> {
 protected:
  Threads threads() const { return {GetParam()}; }
};

TEST_P(ParallelFor, CoversEveryIndexOnce) {
  constexpr std::int64_t count = 10007;
  std::vector<std::atomic<int>> visits(count);
  parallel_for(count, threads(), [&](int, std::int64_t index) { ++visits[static_cast<std::size_t>(index)]; });
  for (const auto& visit : visits) ASSERT_EQ(visit.load(), 1);
}

TEST_P(ParallelFor, DoesNothingForNoIndexes) {
  parallel_for(0, threads(), [](int, std::int64_t) { FAIL(); });
}

TEST_P(ParallelFor, GivesASlotToOneThreadAtATime) {
  std::vector<std::atomic<int>> inside(static_cast<std::size_t>(worker_slots(threads())));
  std::atomic<bool> shared = false;
  parallel_for(2000, threads(), [&](int slot, std::int64_t) {
    auto& users = inside.at(static_cast<std::size_t>(slot));
    if (++users > 1) shared = true;
    std::this_thread::yield();
    --users;
  });
  EXPECT_FALSE(shared);
}

TEST_P(ParallelFor, RethrowsWhatTheWorkThrows) {
  const auto work = [](int, std::int64_t index) {
    if (index == 777) throw std::domain_error("777");
  };
  EXPECT_THROW(parallel_for(1000, threads(), work), std::domain_error);
}

TEST_P(ParallelFor, StopsWhenAsked) {
  std::atomic<int> done = 0;
  parallel_for(
      1'000'000, threads(), [&](int, std::int64_t) { ++done; }, [&] { return done >= 100; });
  EXPECT_GE(done, 100);
  EXPECT_LT(done, 100 + worker_slots(threads()));
}

INSTANTIATE_TEST_SUITE_P(Threads, ParallelFor, ::testing::Values(1, 2, 3, 8));

TEST(WorkerSlots, AreAsManyAsAskedForOrOneAProcessor) {
  EXPECT_EQ(worker_slots({3}), 3);
  EXPECT_GE(worker_slots({}), 1);
}

// Eight indexes that wait for each other can only finish on eight threads.
TEST(Threads, AreAsManyAsAskedForOnAnyMachine) {
  std::atomic<int> here = 0;
  std::atomic<bool> met = false;
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  parallel_for(8, {8}, [&](int, std::int64_t) {
    ++here;
    while (!met && std::chrono::steady_clock::now() < deadline) {
      if (here == 8) met = true;
      std::this_thread::yield();
    }
  });
  EXPECT_TRUE(met);
}

}  // namespace
}  // namespace wafercast
