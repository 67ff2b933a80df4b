#include <tests/allocations.hpp>
#include <tests/engine/forecast/summary_fixture.hpp>

namespace wafercast {
namespace {

using testing::allocations;

TEST(NoAllocation, ConsumingSettlesDownToNone) {
  if (!testing::allocations_are_counted()) GTEST_SKIP();
  std::vector<SeriesBlock> blocks;
  for (int index = 0; index < 50; ++index) blocks.push_back(test::some_block(index));
  blocks[7].values[0][3] = std::nan("");
  Summary summary = test::empty_summary();
  const long before_first = allocations();
  for (int round = 0; round < 30; ++round) {  // past the first time that 16-bit counts are settled
    for (const SeriesBlock& block : blocks) summary.consume(block);
  }
  EXPECT_GT(allocations(), before_first);
  const long before = allocations();
  for (int round = 0; round < 30; ++round) {
    for (const SeriesBlock& block : blocks) summary.consume(block);
  }
  EXPECT_EQ(allocations(), before);
}

}  // namespace
}  // namespace wafercast
