#pragma once

#include <engine/uncertainty/belief.hpp>

#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace wafercast {

class MixtureTable;
class QuantileTable;

/// A belief that no distribution can satisfy. what() says the problem; suggestion() a way out (e.g. the feasible
/// range).
class BeliefError : public std::runtime_error {
 public:
  BeliefError(const std::string& problem, std::string suggestion);
  const std::string& suggestion() const { return suggestion_; }

 private:
  std::string suggestion_;
};

/// A resolved distribution: x = Q(Φ(z)), a non-decreasing function of a standard normal z. Immutable and cheap to copy.
///
/// Constants, normals and discrete values are exact to rounding; so are lognormals and logit-normals one at a time, and
/// lanes of them to 3e-7 (single_exp.hpp). Uniform, triangular, PERT,
/// beta, Student, metalog and empirical distributions and mixtures are interpolated: QuantileTable states the error.
class Marginal {
 public:
  /// Resolves a belief; throws BeliefError (e.g. a fraction above one, low above high, infeasible quantiles, a normal
  /// that leaves its support within 8 standard deviations).
  static Marginal from(const Belief& belief, Support support);

  /// z → x, in place over a block of lanes. One dispatch per block; the loops are contiguous and allocate nothing. The
  /// value of a lane does not depend on its position.
  void apply(std::span<double> z) const;

  double at(double z) const;
  double quantile(double p) const;  ///< 0 < p < 1
  double mean() const;
  bool is_constant() const;

  /// What it is, in the words of the field: "lognormal, median 70000, p5 65000, p95 75000".
  std::string describe() const;

 private:
  struct Affine {  ///< location + scale z
    double location, scale;
  };
  struct Exponential {  ///< exp(location + scale z)
    double location, scale;
  };
  struct Logistic {  ///< 1 / (1 + exp(−(location + scale z)))
    double location, scale;
  };
  struct Steps {  ///< values[k] once z exceeds thresholds[k − 1]
    std::vector<double> values;
    std::vector<double> thresholds;
  };
  using Shape = std::variant<Affine, Exponential, Logistic, std::shared_ptr<const Steps>,
                             std::shared_ptr<const QuantileTable>, std::shared_ptr<const MixtureTable>>;
  struct Resolve;

  Marginal(const char* family, Shape shape) : family_(family), shape_(std::move(shape)) {}

  const char* family_;
  Shape shape_;
};

}  // namespace wafercast
