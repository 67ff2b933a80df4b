#include <tests/engine/forecast/summary_fixture.hpp>

#include <atomic>
#include <cstdlib>
#include <new>

namespace {
std::atomic<long> allocations = 0;
}

// Not inlined, or the compiler sees malloc paired with delete and warns.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t size, std::align_val_t alignment) {
  ++allocations;
  const auto boundary = static_cast<std::size_t>(alignment);
  if (void* memory = std::aligned_alloc(boundary, (size + boundary - 1) / boundary * boundary)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}

namespace wafercast {
namespace {

TEST(NoAllocation, ConsumingSettlesDownToNone) {
  std::vector<SeriesBlock> blocks;
  for (int index = 0; index < 50; ++index) blocks.push_back(test::some_block(index));
  blocks[7].values[0][3] = std::nan("");
  Summary summary = test::empty_summary();
  const long before_first = allocations;
  for (int round = 0; round < 30; ++round) {  // past the first time that 16-bit counts are settled
    for (const SeriesBlock& block : blocks) summary.consume(block);
  }
  EXPECT_GT(allocations, before_first);
  const long before = allocations;
  for (int round = 0; round < 30; ++round) {
    for (const SeriesBlock& block : blocks) summary.consume(block);
  }
  EXPECT_EQ(allocations, before);
}

}  // namespace
}  // namespace wafercast
