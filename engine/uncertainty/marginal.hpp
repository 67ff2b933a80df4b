#pragma once

#include <wafercast/uncertainty/belief.hpp>

#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace wafercast {

/// A belief that no distribution can satisfy. what() says the problem; suggestion() a way out (e.g. the feasible range).
class BeliefError : public std::runtime_error {
 public:
  BeliefError(const std::string& problem, std::string suggestion);
  const std::string& suggestion() const { return suggestion_; }

 private:
  std::string suggestion_;
};

/// A resolved distribution: x = Q(Φ(z)), a non-decreasing function of a standard normal z. Immutable and cheap to copy.
class Marginal {
 public:
  /// Resolves a belief; throws BeliefError (e.g. a fraction above one, low above high, infeasible quantiles).
  static Marginal from(const Belief& belief, Support support);

  /// z → x, in place over a block of lanes. One dispatch per block; the loops are contiguous and allocate nothing.
  void apply(std::span<double> z) const;

  double at(double z) const;
  double quantile(double p) const;
  double mean() const;
  bool is_constant() const;

  /// What it is, in the words of the field: "lognormal, median 70000, p5 65000, p95 75000".
  std::string describe() const;
};

}  // namespace wafercast
