#include <engine/record/regression.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace wafercast {
namespace {

const RegressionPrior vague{{0.0, 10.0}, {0.0, 10.0}, 0.03};

/// value = 4 % + 0.5 · explained, with a small alternating error.
std::vector<RecordedQuarter> straight_line(int quarters) {
  std::vector<RecordedQuarter> record;
  for (int age = 0; age < quarters; ++age) {
    const double explained = 0.02 * (age % 7);
    record.push_back({age, 0.04 + 0.5 * explained + (age % 2 == 0 ? 0.001 : -0.001), explained});
  }
  return record;
}

TEST(RecordFit, FindsTheLine) {
  EXPECT_NEAR(regressed(straight_line(40), 1.0, vague, 0.0).location, 0.04, 0.002);
  EXPECT_NEAR(regressed(straight_line(40), 1.0, vague, 0.2).location, 0.14, 0.002);
}

TEST(RecordFit, OneQuarterThatWentWrongSpoilsLittle) {
  std::vector<RecordedQuarter> record = straight_line(12);
  const double before = regressed(record, 1.0, vague, 0.05).location;
  record[3].value = -0.25;
  EXPECT_NEAR(regressed(record, 1.0, vague, 0.05).location, before, 0.01);
}

TEST(RecordFit, WithoutARecordThePriorSpeaks) {
  const RegressionPrior prior{{0.04, 0.03}, {0.25, 0.15}, 0.03};
  const StudentT next = regressed({}, 0.9, prior, 0.2);
  EXPECT_NEAR(next.location, 0.04 + 0.25 * 0.2, 1e-12);
  EXPECT_NEAR(next.scale, std::sqrt(0.03 * 0.03 + 0.03 * 0.03 + 0.2 * 0.15 * 0.2 * 0.15), 1e-9);
}

TEST(RecordFit, OldQuartersFade) {
  std::vector<RecordedQuarter> record = straight_line(20);
  for (std::size_t i = 4; i < record.size(); ++i) record[i].value += 0.1;
  const double fading = regressed(record, 0.5, vague, 0.0).location;
  const double equal = regressed(record, 1.0, vague, 0.0).location;
  EXPECT_LT(std::abs(fading - 0.04), 0.5 * std::abs(equal - 0.04));
}

}  // namespace
}  // namespace wafercast
