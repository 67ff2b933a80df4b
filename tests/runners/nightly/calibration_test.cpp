#include <runners/nightly/calibration.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace wafercast {
namespace {

std::vector<ScoredNight> record(int inside, int outside) {
  std::vector<ScoredNight> record(static_cast<std::size_t>(inside + outside));
  for (int i = 0; i < inside + outside; ++i) record[static_cast<std::size_t>(i)].in_90 = i < inside;
  return record;
}

// Binomial tails: P(X ≤ 2 | n = 4) = 0.0523, P(X ≤ 1 | n = 4) = 0.0037, P(X ≤ 14 | n = 20) = 0.0113.
TEST(Calibration, ChanceOfSoFewIsTheBinomialTail) {
  EXPECT_NEAR(chance_of_so_few(record(2, 2)), 0.0523, 1e-4);
  EXPECT_NEAR(chance_of_so_few(record(1, 3)), 0.0037, 1e-4);
  EXPECT_NEAR(chance_of_so_few(record(14, 6)), 0.0113, 1e-4);
  EXPECT_EQ(chance_of_so_few({}), 1.0);
  EXPECT_NEAR(chance_of_so_few(record(4, 0)), 1.0, 1e-12);
}

}  // namespace
}  // namespace wafercast
