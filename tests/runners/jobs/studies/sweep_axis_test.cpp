#include <runners/jobs/studies/sweep_axis.hpp>

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
  EXPECT_THAT(refusal("a=@2027Q1"), HasSubstr("a value is missing"));
  EXPECT_THAT(refusal("a=1@ "), HasSubstr("a time is missing"));
  EXPECT_THAT(refusal("a=x..y"), HasSubstr("no range of values"));
  for (const char* range : {"1..2k", "500..1.5k/3", "500k..600", "10%..0.3", "1 USD..2 wafer", "2026-01-01..2026-04-01",
                            "5..5", "1..", "..2", "1...2", "1..nan", "1..1e400"}) {
    EXPECT_NE(refusal(std::string("a=") + range), "") << range;
  }
  for (const char* steps : {"/1", "/0", "/1001", "/2.5", "/-3", "/99999999999999999999"}) {
    EXPECT_THAT(refusal(std::string("a=1..2") + steps), HasSubstr("a sweep cannot have")) << steps;
  }
}

TEST(SweepAxis, ARangeKeepsItsUnitsAndPrintsCleanValues) {
  EXPECT_THAT(values("a=500..1_500/3"), ElementsAre("500", "1000", "1500"));
  EXPECT_THAT(values("a=30k..40k/3"), ElementsAre("30k", "35k", "40k"));
  EXPECT_THAT(values("a=0..1.5k/4"), ElementsAre("0k", "0.5k", "1k", "1.5k"));
  EXPECT_THAT(values("a=500M..1.5bn/3"), ElementsAre("0.5bn", "1bn", "1.5bn"));
  EXPECT_THAT(values("a=-0.1..0.2/4"), ElementsAre("-0.1", "0", "0.1", "0.2"));
  EXPECT_THAT(values("a=0.1..0.5/5"), ElementsAre("0.1", "0.2", "0.3", "0.4", "0.5"));
  EXPECT_THAT(values("a=−5%..–1\u00A0%/3"), ElementsAre("-5%", "-3%", "-1%"));
  EXPECT_THAT(values("a=1..0.8/3"), ElementsAre("1", "0.9", "0.8"));
  EXPECT_THAT(values("a=8%/quarter..10%/quarter/3"), ElementsAre("8%/quarter", "9%/quarter", "10%/quarter"));
}

TEST(SweepAxis, ACommaInANumberIsRefusedWithBothReadings) {
  for (const char* text : {"1,500", "34,000", "34,000@+2", "1,234,567", "1,500..2,500/3", "100,200,300", "-1,500 USD",
                           "1,500k", "0,85", "0,5%"}) {
    const std::string said = refusal(std::string("a=") + text);
    EXPECT_THAT(said, HasSubstr("may be the number")) << text;
    EXPECT_THAT(said, HasSubstr("or the values")) << text;
  }
  EXPECT_THAT(refusal("a=34,000"), HasSubstr("the number 34000 or the values 34 and 000; write 34_000"));
  EXPECT_THAT(values("a=1, 500"), ElementsAre("1", "500"));
  EXPECT_THAT(values("a=0.5,100"), ElementsAre("0.5", "100"));
  EXPECT_THAT(values("a=34000,35000"), ElementsAre("34000", "35000"));
  EXPECT_THAT(values("a=100%,110%"), ElementsAre("100%", "110%"));
  EXPECT_THAT(values("a=0,1,2"), ElementsAre("0", "1", "2"));
}

TEST(SweepAxis, AGridThatIsTooLargeIsRefusedBeforeItIsMade) {
  SweepAxis axis{"a", std::vector<std::string>(1000, "1")};
  EXPECT_NO_THROW(require_points({axis}, 1000));
  EXPECT_THROW(require_points({axis, SweepAxis{"b", {"1", "2"}}}, 1000), InputError);
  EXPECT_THROW(require_points(std::vector<SweepAxis>(40, axis), 1000), InputError) << "the product overflows";
}

TEST(SweepAxis, AGridHasEveryCombination) {
  const auto grid = grid_of({read_axis("a=1,2"), read_axis("b=3"), read_axis("c=4,5")});
  ASSERT_EQ(grid.size(), 4u);
  EXPECT_EQ(grid[1], (std::vector<Setting>{{"a", "1"}, {"b", "3"}, {"c", "5"}}));
  EXPECT_EQ(grid[2], (std::vector<Setting>{{"a", "2"}, {"b", "3"}, {"c", "4"}}));
}

}  // namespace
}  // namespace wafercast
