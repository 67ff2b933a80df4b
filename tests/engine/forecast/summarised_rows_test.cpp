#include <tests/engine/forecast/summary_fixture.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace wafercast {
namespace {

using test::some_block;

const std::vector<std::string> events = {"ban", "tariff"};

Summary counted(const SummarisedRows& rows, const std::vector<SeriesBlock>& blocks) {
  Summary summary(test::some_series(), rows, events, {});
  for (const SeriesBlock& block : blocks) summary.consume(block);
  summary.finish();
  return summary;
}

TEST(SummarisedRows, SayTheSameAsWhenAllAreHeld) {
  const std::vector<SeriesBlock> blocks = {some_block(0), some_block(1), some_block(2, 17)};
  const Forecast all = counted({{0, 1, 2, 3}}, blocks).forecast();
  const Forecast some = counted({{0, 3}, {2}}, blocks).forecast();
  ASSERT_EQ(some.metrics.size(), 2U);
  EXPECT_EQ(some.metrics[0].periods.size(), 1U);
  for (const MetricForecast& metric : some.metrics) {
    const Period period = test::quarter(2026, 1);
    for (const MetricForecast& same : all.metrics) {
      if (same.name != metric.name) continue;
      EXPECT_EQ(metric.periods.at(period).mean.value, same.periods.at(period).mean.value);
      EXPECT_EQ(metric.periods.at(period).quantiles.at(0.95).error, same.periods.at(period).quantiles.at(0.95).error);
    }
  }
}

TEST(SummarisedRows, APathFailsWhereARowIsNoNumberThatIsOnlyLookedAt) {
  for (const double wrong : {std::nan(""), HUGE_VAL, -HUGE_VAL, 0x1p29, -0x1p29}) {
    SeriesBlock block = some_block(0);
    block.values[2][41] = wrong;
    EXPECT_EQ(counted({{0}, {2}}, {block}).first_failed_paths(), std::vector<std::uint64_t>{41}) << wrong;
    EXPECT_EQ(counted({{0}, {3}}, {block}).failed_paths(), 0) << wrong;
  }
  SeriesBlock block = some_block(0);
  block.values[2][41] = 0x1.fffffp28;  // as large as may be
  EXPECT_EQ(counted({{0}, {2}}, {block}).failed_paths(), 0);
}

TEST(SummarisedRows, AQuestionAsksForARowThatIsHeld) {
  EXPECT_THROW(Summary(test::some_series(), {{0, 2}}, events, {test::ask("year", 1, std::nullopt)}),
               std::invalid_argument);
  EXPECT_NO_THROW(Summary(test::some_series(), {{0, 1}}, events, {test::ask("year", 1, std::nullopt)}));
}

}  // namespace
}  // namespace wafercast
