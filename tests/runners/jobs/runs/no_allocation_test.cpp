// The loop over blocks of paths takes no memory: everything is taken before it begins.

#include <engine/simulation/simulate.hpp>
#include <runners/jobs/runs/prepare.hpp>
#include <tests/allocations.hpp>

#include <filesystem>

namespace wafercast {
namespace {

class BlockLoop : public ::testing::TestWithParam<const char*> {};

TEST_P(BlockLoop, AllocatesNothing) {
  if (!testing::allocations_are_counted()) GTEST_SKIP();
  ScenarioRequest request{.file = std::filesystem::path(WAFERCAST_SOURCE_DIR) / "scenarios" / GetParam()};
  request.read.as_of = *parse_date("2026-09-10");
  const Prepared prepared = prepare(request);
  const long before_construction = testing::allocations();
  BlockRunner runner(prepared.plan, *prepared.model, prepared.sampler());
  EXPECT_GT(testing::allocations(), before_construction) << "nothing is counted";
  const long before = testing::allocations();
  for (std::uint64_t block = 0; block < 20; ++block) runner.run(block * block_lanes, block_lanes);
  EXPECT_EQ(testing::allocations(), before);
}

INSTANTIATE_TEST_SUITE_P(Scenarios, BlockLoop, ::testing::Values("base.yaml", "what-if/tight_world.yaml"),
                         [](const auto& instance) { return instance.index == 0 ? "Base" : "TightWorld"; });

}  // namespace
}  // namespace wafercast
