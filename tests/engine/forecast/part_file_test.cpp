// A summary that was written and read back is the summary; whatever else is refused.

#include <tests/engine/forecast/summary_fixture.hpp>

#include <engine/forecast/part_file.hpp>

#include <limits>

namespace wafercast {
namespace {

using test::empty_summary;
using test::some_block;

const PartHeader header{"run", R"({"file": "base.yaml"})", {.first = 64, .count = 10 * block_lanes}};

Summary summary_of_blocks(int first, int blocks) {
  Summary summary = empty_summary();
  for (int i = first; i < first + blocks; ++i) {
    SeriesBlock block = some_block(i);
    if (i % 3 == 1) block.values[2][5] = std::numeric_limits<double>::infinity();
    if (i % 4 == 2) block.values[3][7] = 0.0;
    summary.consume(block);
  }
  summary.finish();
  return summary;
}

TEST(PartFile, ReadsBackToTheBit) {
  const Summary summary = summary_of_blocks(1, 10);
  const std::string bytes = part_bytes(header, summary, {3, 0});
  EXPECT_EQ(read_part_header(bytes), header);
  Summary read = empty_summary();
  std::vector<std::int64_t> limits(2);
  read_part(bytes, read, limits);
  EXPECT_EQ(read.digest(), summary.digest());
  EXPECT_EQ(limits, (std::vector<std::int64_t>{3, 0}));
  EXPECT_EQ(part_bytes(header, read, limits), bytes);
  const Forecast before = summary.forecast(), after = read.forecast();
  const auto& then = before.metrics[2].periods.begin()->second;
  const auto& now = after.metrics[2].periods.begin()->second;
  EXPECT_EQ(now.quantiles.at(0.05).value, then.quantiles.at(0.05).value);
  EXPECT_EQ(now.minimum, then.minimum);
}

TEST(PartFile, WhatWasReadGoesOnCountingAndMerging) {
  Summary first = empty_summary(), second = empty_summary();
  std::vector<std::int64_t> limits;
  read_part(part_bytes({"run", "", {0, 5 * block_lanes}}, summary_of_blocks(0, 5), {}), first, limits);
  read_part(part_bytes({"run", "", {320, 5 * block_lanes}}, summary_of_blocks(5, 5), {}), second, limits);
  first.merge(second);
  EXPECT_EQ(first.digest(), summary_of_blocks(0, 10).digest());
}

TEST(PartFile, ASummaryOfOtherQuestionsIsRefused) {
  auto questions = test::some_questions();
  questions.pop_back();
  Summary other(test::some_series(), {"ban", "tariff"}, questions);
  std::vector<std::int64_t> limits(2);
  EXPECT_THROW(read_part(part_bytes(header, summary_of_blocks(1, 10), {3, 0}), other, limits), FormatError);
}

TEST(PartFile, AHeaderThatDoesNotFitItsSummaryIsRefused) {
  std::vector<std::int64_t> limits(2);
  Summary read = empty_summary();
  const Summary summary = summary_of_blocks(1, 10);
  EXPECT_THROW(read_part(part_bytes({"run", "", {64, 64}}, summary, {3, 0}), read, limits), FormatError);
  EXPECT_THROW(read_part(part_bytes(header, summary, {3, 0, 1}), read, limits), FormatError);
  EXPECT_THROW(read_part_header(part_bytes({"run", "", {1, 64}}, summary, {})), FormatError) << "no block begins there";
}

TEST(PartFile, NoChangedPayloadIsTakenForSound) {
  // The seal would catch these; without it every change is refused or gives counts that add up.
  const std::string sound = part_bytes(header, summary_of_blocks(1, 10), {3, 0});
  const std::string payload(unsealed(part_kind, sound));
  int refused = 0;
  for (std::size_t i = 0; i < payload.size(); i += 7) {
    std::string changed = payload;
    changed[i] ^= 0x40;
    Summary read = empty_summary();
    std::vector<std::int64_t> limits(2);
    try {
      read_part(sealed(part_kind, changed), read, limits);
      EXPECT_LE(read.failed_paths(), read.paths());
      read.forecast();
    } catch (const FormatError&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace wafercast
