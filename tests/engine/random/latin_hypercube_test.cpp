// Latin hypercubes against what defines them, for sizes that are powers of two and sizes that are not.

#include <engine/random/latin_hypercube.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace wafercast {
namespace {

std::vector<std::uint32_t> coordinates(std::uint32_t points, std::uint32_t key) {
  std::vector<std::uint32_t> words(points);
  LatinHypercube(points).fill(0, key, words);
  return words;
}

/// Which of as many parts of the unit interval as there are points each lies in.
std::vector<std::uint32_t> parts(const std::vector<std::uint32_t>& words) {
  std::vector<std::uint32_t> of;
  for (const std::uint32_t word : words) {
    of.push_back(static_cast<std::uint32_t>((std::uint64_t{word} * words.size()) >> 32));
  }
  return of;
}

/// Of permutations: with n points it has a standard error of 1 / √(n − 1).
double correlation(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  const auto n = static_cast<double>(a.size());
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - (n - 1.0) / 2.0) * (b[i] - (n - 1.0) / 2.0);
  return 12.0 * sum / (n * (n * n - 1.0));
}

TEST(LatinHypercube, EveryPartHoldsOnePoint) {
  for (const std::uint32_t points : {1U, 2U, 64U, 100U, 1000U, 4096U}) {
    for (const std::uint32_t key : {0U, 1U, 0xFFFFFFFFU, 0x9E3779B9U}) {
      std::vector<std::uint32_t> of = parts(coordinates(points, key));
      std::ranges::sort(of);
      for (std::uint32_t i = 0; i < points; ++i) ASSERT_EQ(of[i], i) << points << " points, key " << key;
    }
  }
}

TEST(LatinHypercube, AnyPieceIsThatOfTheWhole) {
  const auto whole = coordinates(1000, 7);
  std::vector<std::uint32_t> piece(64);
  LatinHypercube(1000).fill(128, 7, piece);
  EXPECT_TRUE(std::equal(piece.begin(), piece.end(), whole.begin() + 128));
}

// 64 keys of 4,096 points, against each other and against the order of the points: |correlation| has 127 chances to lie
// beyond five standard errors, which happens once in 14,000. Where in its part a point lies is uniform: the mean of
// 262,144 has a standard error of 0.00056.
TEST(LatinHypercube, PermutationsOfOtherKeysHaveNothingInCommon) {
  constexpr std::uint32_t points = 4096;
  const double limit = 5.0 / std::sqrt(points - 1.0);
  std::vector<std::uint32_t> order(points);
  for (std::uint32_t i = 0; i < points; ++i) order[i] = i;
  std::vector<std::uint32_t> before = order;
  double within = 0.0;
  for (std::uint32_t key = 1; key <= 64; ++key) {
    const auto words = coordinates(points, key * 0x85EBCA6BU);
    const auto of = parts(words);
    EXPECT_LT(std::abs(correlation(of, order)), limit) << key;
    EXPECT_LT(std::abs(correlation(of, before)), limit) << key;
    before = of;
    for (const std::uint32_t word : words) within += std::fmod(word * 0x1p-32 * points, 1.0) / (64.0 * points);
  }
  EXPECT_NEAR(within, 0.5, 5 * 0.00056);
}

}  // namespace
}  // namespace wafercast
