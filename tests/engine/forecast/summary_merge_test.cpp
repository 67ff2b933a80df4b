#include <tests/engine/forecast/summary_fixture.hpp>

#include <limits>
#include <stdexcept>

namespace wafercast {
namespace {

using test::empty_summary;
using test::some_block;

constexpr int blocks = 40;

SeriesBlock block_of_a_run(int index) {
  SeriesBlock block = some_block(index, index == blocks - 1 ? 17 : block_lanes);
  if (index % 7 == 3) block.values[2][index] = std::numeric_limits<double>::infinity();
  if (index % 9 == 2) block.values[0][5] = std::nan("");
  return block;
}

Summary summary_of(const std::vector<int>& indexes) {
  Summary summary = empty_summary();
  for (const int index : indexes) summary.consume(block_of_a_run(index));
  summary.finish();
  return summary;
}

std::vector<int> all_blocks() {
  std::vector<int> indexes;
  for (int i = 0; i < blocks; ++i) indexes.push_back(i);
  return indexes;
}

TEST(SummaryMerge, AnySplitInAnyOrderGivesTheWholeToTheBit) {
  const Summary whole = summary_of(all_blocks());
  std::mt19937_64 bits(21);
  for (const std::size_t workers : {1U, 2U, 3U, 8U}) {
    std::vector<int> order = all_blocks();
    std::shuffle(order.begin(), order.end(), bits);
    std::vector<std::vector<int>> shares(workers);
    for (const int index : order) shares[bits() % workers].push_back(index);
    Summary merged = empty_summary();
    for (const auto& share : shares) merged.merge(summary_of(share));
    EXPECT_EQ(merged.digest(), whole.digest()) << workers;
    EXPECT_EQ(merged.first_failed_paths(), whole.first_failed_paths());
    EXPECT_EQ(merged.forecast().metrics[0].periods.at(Period::year(2026)).mean.value,
              whole.forecast().metrics[0].periods.at(Period::year(2026)).mean.value);
  }
}

TEST(SummaryMerge, DigestSeesOneChangedValueAndOneMissingBlock) {
  const std::string whole = summary_of(all_blocks()).digest();
  EXPECT_EQ(whole.size(), 32U);
  auto fewer = all_blocks();
  fewer.pop_back();
  EXPECT_NE(summary_of(fewer).digest(), whole);

  Summary changed = empty_summary();
  for (const int index : all_blocks()) {
    SeriesBlock block = block_of_a_run(index);
    if (index == 20) block.values[3][30] *= 1.0 + 1e-12;
    changed.consume(block);
  }
  changed.finish();
  EXPECT_NE(changed.digest(), whole);
}

TEST(SummaryMerge, FailedPathsAreCountedAndLeftOutEverywhere) {
  const Summary summary = summary_of(all_blocks());
  EXPECT_EQ(summary.paths(), (blocks - 1) * block_lanes + 17);
  EXPECT_EQ(summary.failed_paths(), 6 + 5);
  const std::vector<std::uint64_t> lowest = summary.first_failed_paths();
  ASSERT_EQ(lowest.size(), 11U);
  EXPECT_EQ(lowest[0], 2U * 64 + 5);
  EXPECT_EQ(lowest[1], 3U * 64 + 3);
  const Forecast forecast = summary.forecast();
  EXPECT_EQ(forecast.failed_paths, 11);
  for (const MetricForecast& metric : forecast.metrics) {
    for (const auto& [period, distribution] : metric.periods) {
      EXPECT_EQ(distribution.paths, summary.paths() - 11);
      EXPECT_TRUE(std::isfinite(distribution.maximum));
    }
  }
}

TEST(SummaryMerge, FailedLanesLeaveTheOthersAsIfAlone) {
  SeriesBlock block = some_block(0);
  block.values[3][0] = -std::numeric_limits<double>::infinity();
  Summary summary = empty_summary();
  summary.consume(block);
  summary.finish();
  double lowest = std::numeric_limits<double>::infinity();
  for (int lane = 1; lane < block_lanes; ++lane) lowest = std::min(lowest, block.values[0][lane]);
  EXPECT_EQ(summary.forecast().metrics[0].periods.at(test::quarter(2026, 1)).minimum, lowest);
  EXPECT_EQ(summary.first_failed_paths(), std::vector<std::uint64_t>{0});
}

TEST(SummaryMerge, AValueThatTheSumsCannotHoldFailsItsPath) {
  SeriesBlock block = some_block(0);
  block.values[0][9] = 1e60;
  Summary summary = empty_summary();
  summary.consume(block);
  summary.finish();
  EXPECT_EQ(summary.first_failed_paths(), std::vector<std::uint64_t>{9});
}

TEST(SummaryMerge, ARunWithoutASoundPathHasAForecast) {
  SeriesBlock block = some_block(0, 4);
  block.values[1].setConstant(std::nan(""));
  Summary summary = empty_summary();
  summary.consume(block);
  summary.finish();
  const Forecast forecast = summary.forecast();
  EXPECT_EQ(forecast.failed_paths, 4);
  EXPECT_EQ(forecast.metrics[0].periods.at(test::quarter(2026, 1)).paths, 0);
  EXPECT_FALSE(forecast.answers[0].probability);
  EXPECT_TRUE(forecast.events.empty());
}

TEST(SummaryMerge, DifferentShapesDoNotMerge) {
  Summary summary = empty_summary();
  auto other_series = test::some_series();
  other_series[1].scale *= 2.0;
  EXPECT_THROW(summary.merge(Summary(other_series, {"ban", "tariff"}, test::some_questions())), std::invalid_argument);
  EXPECT_THROW(summary.merge(Summary(test::some_series(), {"ban", "boom"}, test::some_questions())),
               std::invalid_argument);
  EXPECT_THROW(summary.merge(Summary(test::some_series(), {"ban", "tariff"}, {})), std::invalid_argument);
  EXPECT_THROW(summary.consume(SeriesBlock(3, 2)), std::invalid_argument);
}

TEST(SummaryMerge, KeepsTheOrderOfMetricsAndGathersTheirPeriods) {
  const Forecast forecast = summary_of({0, 1}).forecast();
  ASSERT_EQ(forecast.metrics.size(), 3U);
  EXPECT_EQ(forecast.metrics[0].name, "revenue");
  EXPECT_EQ(forecast.metrics[0].periods.size(), 2U);
  EXPECT_EQ(forecast.metrics[1].name, "gross_margin");
  EXPECT_EQ(forecast.metrics[1].unit, "fraction");
}

}  // namespace
}  // namespace wafercast
