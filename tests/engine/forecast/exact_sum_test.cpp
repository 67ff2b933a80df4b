#include <engine/forecast/exact_sum.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

namespace wafercast {
namespace {

std::vector<double> values_of_many_sizes() {
  std::mt19937_64 bits(11);
  std::uniform_real_distribution<double> exponent(-40.0, 40.0);
  std::normal_distribution<double> normal;
  std::vector<double> values(1000);
  for (double& value : values) value = normal(bits) * std::exp2(exponent(bits));
  return values;
}

ExactSum sum_of(const std::vector<double>& values) {
  ExactSum sum;
  for (const double value : values) sum.add(value);
  return sum;
}

TEST(ExactSum, HoldsWhatDoublesCannot) {
  ExactSum sum;
  sum.add(0x1p65);
  sum.add(1.0);
  sum.add(0x1p-60);
  sum.add(-0x1p65);
  sum.add(-1.0);
  EXPECT_EQ(sum.value(), 0x1p-60);
}

TEST(ExactSum, RoundsToItsResolutionOnce) {
  ExactSum sum;
  sum.add(0x1.8p-60);  // a tie goes to even
  EXPECT_EQ(sum.value(), 0x1p-59);
  sum.add(-0x1p-62);
  EXPECT_EQ(sum.value(), 0x1p-59);
}

TEST(ExactSum, SplitsAtEveryExponent) {
  for (int exponent = -60; exponent < 66; ++exponent) {
    for (const double mantissa : {1.0, 1.25, 1.5, 1.75}) {
      const double value = std::ldexp(mantissa, exponent);
      if (exponent < -57) continue;  // 1.25 · 2⁻⁵⁸ has no exact place
      for (const double sign : {1.0, -1.0}) {
        ExactSum sum;
        sum.add(sign * value);
        EXPECT_EQ(sum.value(), sign * value) << exponent;
      }
    }
  }
}

TEST(ExactSum, DoesNotDependOnOrder) {
  std::vector<double> values = values_of_many_sizes();
  const ExactSum whole = sum_of(values);
  std::mt19937_64 bits(12);
  for (int round = 0; round < 20; ++round) {
    std::shuffle(values.begin(), values.end(), bits);
    EXPECT_EQ(sum_of(values), whole);
  }
}

TEST(ExactSum, BrokenTwinOfPlainDoublesDependsOnOrder) {
  std::vector<double> values = values_of_many_sizes();
  const double whole = std::accumulate(values.begin(), values.end(), 0.0);
  std::reverse(values.begin(), values.end());
  EXPECT_NE(std::accumulate(values.begin(), values.end(), 0.0), whole);
}

TEST(ExactSum, MergesLikeOneSum) {
  const std::vector<double> values = values_of_many_sizes();
  ExactSum first = sum_of({values.begin(), values.begin() + 300});
  const ExactSum second = sum_of({values.begin() + 300, values.end()});
  first.merge(second);
  EXPECT_EQ(first, sum_of(values));
}

}  // namespace
}  // namespace wafercast
