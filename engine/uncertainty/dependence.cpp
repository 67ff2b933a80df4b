#include <engine/uncertainty/dependence.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <optional>
#include <utility>

namespace wafercast {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// A correlation matrix with another measure of correlation.
MatrixXd converted(const MatrixXd& from, const std::function<double(double)>& rule) {
  MatrixXd to = MatrixXd::Identity(from.rows(), from.cols());
  for (Index i = 0; i < from.rows(); ++i) {
    for (Index j = 0; j < i; ++j) to(i, j) = to(j, i) = from(i, j) == 0.0 ? 0.0 : rule(from(i, j));
  }
  return to;
}

/// The lower Cholesky factor, row by row: a leading block has the same bits whatever follows it, which a blocked
/// algorithm does not promise. Nothing when the matrix is not positive definite by a margin.
std::optional<MatrixXd> cholesky(const MatrixXd& a) {
  constexpr double least_pivot = 1e-10;
  MatrixXd l = MatrixXd::Zero(a.rows(), a.cols());
  for (Index i = 0; i < a.rows(); ++i) {
    for (Index j = 0; j <= i; ++j) {
      double rest = a(i, j);
      for (Index k = 0; k < j; ++k) rest -= l(i, k) * l(j, k);
      if (i != j) {
        l(i, j) = rest / l(j, j);
      } else if (rest < least_pivot) {
        return std::nullopt;
      } else {
        l(i, i) = std::sqrt(rest);
      }
    }
  }
  return l;
}

MatrixXd selected(const MatrixXd& a, const std::vector<int>& keep) {
  return a(keep, keep);
}

/// Takes out, one at a time, the variable with the largest part in the most negative direction; then puts back
/// whichever turn out to do no harm.
std::vector<int> find_culprits(const MatrixXd& linear) {
  std::vector<int> keep(static_cast<std::size_t>(linear.rows()));
  for (std::size_t i = 0; i < keep.size(); ++i) keep[i] = static_cast<int>(i);
  std::vector<int> culprits;
  while (!cholesky(selected(linear, keep))) {
    const Eigen::SelfAdjointEigenSolver<MatrixXd> eigen(selected(linear, keep));
    Index worst = 0;
    eigen.eigenvectors().col(0).cwiseAbs().maxCoeff(&worst);
    culprits.push_back(keep[static_cast<std::size_t>(worst)]);
    keep.erase(keep.begin() + worst);
  }
  std::erase_if(culprits, [&](int variable) {
    keep.push_back(variable);
    const bool harmless = cholesky(selected(linear, keep)).has_value();
    if (!harmless) keep.pop_back();
    return harmless;
  });
  std::sort(culprits.begin(), culprits.end());
  return culprits;
}

/// The nearest symmetric matrix, in the Frobenius norm, whose eigenvalues are at least `least`.
MatrixXd with_eigenvalues_above(const MatrixXd& a, double least) {
  const Eigen::SelfAdjointEigenSolver<MatrixXd> eigen(a);
  const VectorXd values = eigen.eigenvalues().cwiseMax(least);
  return eigen.eigenvectors() * values.asDiagonal() * eigen.eigenvectors().transpose();
}

/// Higham, "Computing the nearest correlation matrix: a problem from finance", IMA J. Numer. Anal. 22 (2002),
/// algorithm 3.3: alternating projections with Dykstra's correction. The least eigenvalue leaves room for rounding to
/// four decimals.
MatrixXd nearest_correlation(const MatrixXd& a) {
  constexpr double least_eigenvalue = 1e-3;
  constexpr double tolerance = 1e-9;
  constexpr int most_rounds = 1000;
  MatrixXd y = a;
  MatrixXd correction = MatrixXd::Zero(a.rows(), a.cols());
  for (int round = 0; round < most_rounds; ++round) {
    const MatrixXd r = y - correction;
    const MatrixXd x = with_eigenvalues_above(r, least_eigenvalue);
    correction = x - r;
    const MatrixXd before = y;
    y = x;
    y.diagonal().setOnes();
    if ((y - before).norm() <= tolerance * y.norm()) break;
  }
  const MatrixXd valid = with_eigenvalues_above(y, least_eigenvalue);
  const VectorXd shrink = valid.diagonal().cwiseSqrt().cwiseInverse();
  return shrink.asDiagonal() * valid * shrink.asDiagonal();
}

}  // namespace

DependenceError::DependenceError(CorrelationProblem problem)
    : std::runtime_error(
          fmt::format("rank correlations fit no joint distribution (the matrix is not positive definite; "
                      "without variables {} it would be)",
                      fmt::join(problem.culprits, ", "))),
      problem_(std::move(problem)) {}

RankRule gaussian_rank_rule() {
  return {[](double rank) { return 2.0 * std::sin(rank * (std::numbers::pi / 6.0)); },
          [](double linear) { return std::asin(linear / 2.0) * (6.0 / std::numbers::pi); }};
}

GaussianCopula::GaussianCopula(const MatrixXd& rank, const RankRule& rule) {
  assert(rank.rows() == rank.cols());
  const MatrixXd linear = converted(rank, rule.linear_of);
  const auto factor = cholesky(linear);
  if (!factor) throw DependenceError({find_culprits(linear), converted(nearest_correlation(linear), rule.rank_of)});

  terms_.resize(static_cast<std::size_t>(rank.rows()));
  for (Index i = 0; i < rank.rows(); ++i) {
    auto& row = terms_[static_cast<std::size_t>(i)];
    row.push_back({static_cast<int>(i), (*factor)(i, i)});
    for (Index j = 0; j < i; ++j) {
      if ((*factor)(i, j) != 0.0) row.push_back({static_cast<int>(j), (*factor)(i, j)});
    }
  }
}

void GaussianCopula::apply(const std::vector<double*>& rows, int lanes) const {
  assert(rows.size() == terms_.size());
  for (std::size_t i = terms_.size(); i-- > 0;) {
    const auto& row_terms = terms_[i];
    if (row_terms.size() == 1) continue;  // its weight is one
    double* const row = rows[i];
    for (int lane = 0; lane < lanes; ++lane) row[lane] *= row_terms.front().weight;
    for (std::size_t t = 1; t < row_terms.size(); ++t) {
      const double* const other = rows[static_cast<std::size_t>(row_terms[t].variable)];
      const double weight = row_terms[t].weight;
      for (int lane = 0; lane < lanes; ++lane) row[lane] = std::fma(weight, other[lane], row[lane]);
    }
  }
}

}  // namespace wafercast
