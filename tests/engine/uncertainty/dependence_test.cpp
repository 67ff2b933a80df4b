#include <engine/uncertainty/dependence.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <Eigen/Eigenvalues>

#include <cmath>
#include <numbers>
#include <vector>

namespace wafercast {
namespace {

Eigen::MatrixXd equicorrelated(int n, double rank) {
  Eigen::MatrixXd m = Eigen::MatrixXd::Constant(n, n, rank);
  m.diagonal().setOnes();
  return m;
}

/// L, read off by applying the copula to the columns of the identity.
Eigen::MatrixXd factor_of(const GaussianCopula& copula) {
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  RowMajor z = RowMajor::Identity(copula.size(), copula.size());
  std::vector<double*> rows;
  for (int i = 0; i < copula.size(); ++i) rows.push_back(z.row(i).data());
  copula.apply(rows, copula.size());
  return z;
}

TEST(GaussianCopula, FactorGivesTheLinearCorrelations) {
  Eigen::MatrixXd rank(3, 3);
  rank << 1, 0.6, -0.3, 0.6, 1, 0.2, -0.3, 0.2, 1;
  const Eigen::MatrixXd l = factor_of(GaussianCopula(rank));
  const Eigen::MatrixXd linear = l * l.transpose();
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      const double asked = i == j ? 1.0 : 2.0 * std::sin(std::numbers::pi * rank(i, j) / 6.0);
      EXPECT_NEAR(linear(i, j), asked, 1e-15);
    }
  }
}

TEST(GaussianCopula, OfIndependentVariablesMovesNothing) {
  EXPECT_EQ(factor_of(GaussianCopula(Eigen::MatrixXd::Identity(5, 5))), Eigen::MatrixXd::Identity(5, 5));
}

TEST(GaussianCopula, AppendingVariablesMovesNoEarlierDraw) {
  const Eigen::MatrixXd whole = factor_of(GaussianCopula(equicorrelated(60, 0.4)));
  for (int n : {1, 2, 31, 32, 33, 59}) {
    EXPECT_EQ(factor_of(GaussianCopula(equicorrelated(n, 0.4))), whole.topLeftCorner(n, n)) << n;
  }
}

TEST(GaussianCopula, RefusesWhatFitsNoDistributionAndNamesTheCulprit) {
  Eigen::MatrixXd rank = Eigen::MatrixXd::Identity(5, 5);
  rank.topLeftCorner(2, 2) = equicorrelated(2, 0.5);
  for (int i : {2, 3}) rank(i, 4) = rank(4, i) = i == 2 ? 0.9 : -0.9;
  rank(2, 3) = rank(3, 2) = 0.9;
  try {
    const GaussianCopula copula(rank);
    FAIL();
  } catch (const DependenceError& error) {
    ASSERT_EQ(error.problem().culprits.size(), 1U);
    EXPECT_GE(error.problem().culprits.front(), 2);
    EXPECT_THAT(error.what(), ::testing::HasSubstr("not positive definite"));
    EXPECT_NO_THROW(GaussianCopula{error.problem().nearest_rank});
    EXPECT_NEAR(error.problem().nearest_rank(0, 1), 0.5, 1e-9) << "the healthy part should stay";
  }
}

TEST(GaussianCopula, WithoutTheCulpritsTheRestIsValid) {
  Eigen::MatrixXd rank = equicorrelated(6, -0.5);  // valid down to about −0.2
  try {
    const GaussianCopula copula(rank);
    FAIL();
  } catch (const DependenceError& error) {
    const auto& culprits = error.problem().culprits;
    std::vector<int> keep;
    for (int i = 0; i < 6; ++i) {
      if (std::find(culprits.begin(), culprits.end(), i) == culprits.end()) keep.push_back(i);
    }
    EXPECT_NO_THROW(GaussianCopula(Eigen::MatrixXd(rank(keep, keep))));
    for (int culprit : culprits) {
      std::vector<int> with = keep;
      with.push_back(culprit);
      EXPECT_THROW(GaussianCopula(Eigen::MatrixXd(rank(with, with))), DependenceError);
    }
  }
}

TEST(GaussianCopula, RefusesCertainDependence) {
  EXPECT_THROW(GaussianCopula(equicorrelated(2, 1.0)), DependenceError);
  EXPECT_THROW(GaussianCopula(equicorrelated(2, -1.0)), DependenceError);
  EXPECT_NO_THROW(GaussianCopula(equicorrelated(2, 0.999)));
}

// Higham (2002), section 4: the nearest correlation matrix to the tridiagonal matrix of ones has off-diagonals 0.7607
// and 0.1573. The ranks here are chosen to have linear correlations of one and zero.
TEST(GaussianCopula, NearestIsThatOfThePaper) {
  Eigen::MatrixXd rank(3, 3);
  rank << 1, 1, 0, 1, 1, 1, 0, 1, 1;
  try {
    const GaussianCopula copula(rank);
    FAIL();
  } catch (const DependenceError& error) {
    const auto linear = [&](int i, int j) {
      return 2.0 * std::sin(std::numbers::pi * error.problem().nearest_rank(i, j) / 6.0);
    };
    EXPECT_NEAR(linear(0, 1), 0.7607, 2e-3);  // the eigenvalues stay 0.001 away from zero
    EXPECT_NEAR(linear(1, 2), 0.7607, 2e-3);
    EXPECT_NEAR(linear(0, 2), 0.1573, 2e-3);
  }
}

TEST(GaussianCopula, NearestStaysValidWhenItIsRoundedToFourDecimals) {
  try {
    const GaussianCopula copula(equicorrelated(8, -0.4));
    FAIL();
  } catch (const DependenceError& error) {
    const Eigen::MatrixXd rounded = (error.problem().nearest_rank.array() * 1e4).round() / 1e4;
    EXPECT_NO_THROW(GaussianCopula{rounded});
  }
}

}  // namespace
}  // namespace wafercast
