#include <engine/random/streams.hpp>
#include <engine/uncertainty/student_tail.hpp>

#include <gtest/gtest.h>
#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

// Fixed seed, 200,000 paths; five standard errors, a false alarm in 1.7 million checks.
namespace wafercast {
namespace {

constexpr std::size_t draws = 200'000;

std::vector<double> draw(const char* name) {
  std::vector<double> z(draws);
  Stream(5, name).normals(0, 0, z);
  return z;
}

struct Pair {
  std::vector<double> a, b;
};

Pair sample(double rank, double degrees) {
  Pair pair{draw("a"), draw("b")};
  const std::vector<double> factor = draw("factor");
  const StudentTail tail(degrees);
  const std::vector<double*> rows{pair.a.data(), pair.b.data()};
  GaussianCopula(Eigen::MatrixXd{{1.0, rank}, {rank, 1.0}}, tail.rank_rule()).apply(rows, static_cast<int>(draws));
  tail.apply(rows, factor.data(), static_cast<int>(draws));
  return pair;
}

/// Of the paths in which one lies below its p-quantile, the share in which the other does too.
double together_below(const Pair& pair, double z, double p) {
  std::size_t both = 0;
  for (std::size_t i = 0; i < draws; ++i) both += pair.a[i] < z && pair.b[i] < z ? 1U : 0U;
  return static_cast<double>(both) / (p * static_cast<double>(draws));
}

double rank_correlation(const Pair& pair) {
  const auto ranks = [](const std::vector<double>& x) {
    std::vector<std::size_t> order(x.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::sort(order, {}, [&](std::size_t i) { return x[i]; });
    std::vector<double> rank(x.size());
    for (std::size_t i = 0; i < order.size(); ++i)
      rank[order[i]] = static_cast<double>(i) / static_cast<double>(draws) - 0.5;
    return rank;
  };
  const std::vector<double> a = ranks(pair.a), b = ranks(pair.b);
  double sum = 0.0;
  for (std::size_t i = 0; i < draws; ++i) sum += a[i] * b[i];
  return 12.0 * sum / static_cast<double>(draws);
}

TEST(StudentTail, LeavesStandardNormals) {
  const Pair pair = sample(0.5, 4.0);
  for (const std::vector<double>& x : {pair.a, pair.b}) {
    double mean = 0.0, square = 0.0, tail = 0.0;
    for (const double z : x) mean += z, square += z * z, tail += z < -1.6448536269514722 ? 1.0 : 0.0;
    const double size = static_cast<double>(draws);
    EXPECT_NEAR(mean / size, 0.0, 5.0 / std::sqrt(size));
    EXPECT_NEAR(square / size, 1.0, 5.0 * std::sqrt(2.0 / size));
    EXPECT_NEAR(tail / size, 0.05, 5.0 * std::sqrt(0.05 * 0.95 / size));
  }
}

// The ranks are correlated as asked, which the conversion of the normal copula would miss: with one degree of freedom
// by 0.04 near 0.6, eight times this bound.
TEST(StudentTail, RanksAreCorrelatedAsAsked) {
  const double bound = 5.0 / std::sqrt(static_cast<double>(draws));
  for (const double rank : {-0.7, 0.0, 0.3, 0.6, 0.9}) {
    for (const double degrees : {1.0, 4.0, 30.0}) {
      EXPECT_NEAR(rank_correlation(sample(rank, degrees)), rank, bound) << rank << ' ' << degrees;
    }
  }
  Pair naive{draw("a"), draw("b")};
  const std::vector<double> factor = draw("factor");
  const std::vector<double*> rows{naive.a.data(), naive.b.data()};
  GaussianCopula(Eigen::MatrixXd{{1.0, 0.6}, {0.6, 1.0}}).apply(rows, static_cast<int>(draws));
  StudentTail(1.0).apply(rows, factor.data(), static_cast<int>(draws));
  EXPECT_GT(std::abs(rank_correlation(naive) - 0.6), bound) << "the broken twin";
}

// The limit for small p is 2 T(−√((ν + 1)(1 − ρ) / (1 + ρ))) with ν + 1 degrees (Demarta, McNeil 2005): 0.253 for ν = 4
// and ρ = 0.5; the normal copula has none. At p = 1 % the share is above the limit, and far above the normal one's
// 0.13.
TEST(StudentTail, ExtremesComeTogether) {
  const double rank = StudentTail(4.0).rank_rule().rank_of(0.5);
  const double student = together_below(sample(rank, 4.0), -2.3263478740408408, 0.01);
  EXPECT_GT(student, 0.253);
  EXPECT_LT(student, 0.36);
  const double nearly_normal = together_below(sample(0.4826, 100.0), -2.3263478740408408, 0.01);
  EXPECT_LT(nearly_normal, 0.17);
}

TEST(StudentTail, RuleIsTheInverseOfItselfAndNearlyNormalForManyDegrees) {
  for (const double degrees : {1.0, 3.0, 4.5, 100.0}) {
    const RankRule rule = StudentTail(degrees).rank_rule();
    for (const double rank : {-0.99, -0.4, 0.0, 0.2, 0.75, 1.0}) {
      EXPECT_NEAR(rule.rank_of(rule.linear_of(rank)), rank, 1e-9) << degrees;
    }
  }
  EXPECT_NEAR(StudentTail(100.0).rank_rule().linear_of(0.5), 2.0 * std::sin(std::numbers::pi / 12.0), 2e-3);
}

}  // namespace
}  // namespace wafercast
