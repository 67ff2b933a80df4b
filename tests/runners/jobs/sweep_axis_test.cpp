#include <runners/jobs/sweep_axis.hpp>

#include <engine/core/diagnostics.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wafercast {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> values(const std::string& text) {
  return read_axis(text).values;
}

std::string refusal(const std::string& text) {
  try {
    read_axis(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

TEST(SweepAxis, HasOneValueOrSeveral) {
  EXPECT_EQ(read_axis("cowos.capacity.scale=0.8").name, "cowos.capacity.scale");
  EXPECT_THAT(values("a=0.8"), ElementsAre("0.8"));
  EXPECT_THAT(values("a=0.8,0.9,1.0"), ElementsAre("0.8", "0.9", "1.0"));
  EXPECT_THAT(values("events.e=never,2026-04-09"), ElementsAre("never", "2026-04-09"));
  EXPECT_THAT(values("a={p5: 1, p50: 2, p95: 3}"), ElementsAre("{p5: 1, p50: 2, p95: 3}"));
}

TEST(SweepAxis, FromWhenHoldsForAllOrForOne) {
  EXPECT_THAT(values("a=0.8,0.9@2026Q4"), ElementsAre("0.8@2026Q4", "0.9@2026Q4"));
  EXPECT_THAT(values("a=0.8@2026Q3,0.9@2026Q4"), ElementsAre("0.8@2026Q3", "0.9@2026Q4"));
}

TEST(SweepAxis, GoesThroughARange) {
  EXPECT_THAT(values("a=34000..40000@2025Q4"),
              ElementsAre("34000@2025Q4", "35500@2025Q4", "37000@2025Q4", "38500@2025Q4", "40000@2025Q4"));
  EXPECT_THAT(values("a=10%..30%/3"), ElementsAre("10%", "20%", "30%"));
  EXPECT_THAT(values("a=10..30 kwafer/month/3"), ElementsAre("10 kwafer/month", "20 kwafer/month", "30 kwafer/month"));
  EXPECT_THAT(values("a=1,2..3/2"), ElementsAre("1", "2", "3"));
}

TEST(SweepAxis, IsRefusedWithWhatIsMeant) {
  EXPECT_THAT(refusal("a"), HasSubstr("write NAME=VALUE"));
  EXPECT_THAT(refusal("=1"), HasSubstr("write NAME=VALUE"));
  EXPECT_THAT(refusal("a="), HasSubstr("write NAME=VALUE"));
  EXPECT_THAT(refusal("a=1,,2"), HasSubstr("a value is missing"));
  EXPECT_THAT(refusal("a=x..y"), HasSubstr("no range of values"));
  EXPECT_THAT(refusal("a=1k..2M"), HasSubstr("no range of values"));
  EXPECT_THAT(refusal("a=1..2/1"), HasSubstr("1 values cannot be gone through"));
}

TEST(SweepAxis, AGridHasEveryCombination) {
  const auto grid = grid_of({read_axis("a=1,2"), read_axis("b=3"), read_axis("c=4,5")});
  ASSERT_EQ(grid.size(), 4u);
  EXPECT_EQ(grid[1], (std::vector<Setting>{{"a", "1"}, {"b", "3"}, {"c", "5"}}));
  EXPECT_EQ(grid[2], (std::vector<Setting>{{"a", "2"}, {"b", "3"}, {"c", "4"}}));
}

}  // namespace
}  // namespace wafercast
