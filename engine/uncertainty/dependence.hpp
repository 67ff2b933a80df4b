#pragma once

#include <Eigen/Core>

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace wafercast {

/// The asked rank correlations fit no joint distribution.
struct CorrelationProblem {
  std::vector<int> culprits;     ///< variables whose removal makes the rest positive definite; ascending
  Eigen::MatrixXd nearest_rank;  ///< the nearest correlation matrix (Higham 2002), as rank correlations
};

class DependenceError : public std::runtime_error {
 public:
  explicit DependenceError(CorrelationProblem problem);
  const CorrelationProblem& problem() const { return problem_; }

 private:
  CorrelationProblem problem_;
};

/// How the rank correlations of a copula follow from the linear ones of the normals beneath it, and back; each the
/// inverse of the other on [−1, 1].
struct RankRule {
  std::function<double(double rank)> linear_of;
  std::function<double(double linear)> rank_of;
};

/// ρ = 2 sin(π ρ_s / 6). Pearson (1907).
RankRule gaussian_rank_rule();

/// A Gaussian copula over n variables: mixes independent normals so that the ranks of the results are correlated as
/// asked.
class GaussianCopula {
 public:
  /// `rank` is n × n, symmetric, unit diagonal. Throws DependenceError when it is not positive definite.
  explicit GaussianCopula(const Eigen::MatrixXd& rank, const RankRule& rule = gaussian_rank_rule());

  int size() const { return static_cast<int>(terms_.size()); }

  /// z' = L z with the lower Cholesky factor; variable i uses variables ≤ i only, so appending variables moves no draw
  /// of the earlier ones. `rows` are pointers to `lanes` contiguous values each; works in place, last row first.
  void apply(const std::vector<double*>& rows, int lanes) const;

 private:
  struct Term {
    int variable;
    double weight;
  };
  std::vector<std::vector<Term>> terms_;  ///< row i of L without its zeros, the diagonal first
};

}  // namespace wafercast
