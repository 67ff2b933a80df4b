#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace wafercast {

/// What values a quantity can take; it decides the shape of an interval that names no family.
enum class Support {
  real,      ///< any number: normal
  positive,  ///< above zero: lognormal
  fraction,  ///< between zero and one: logit-normal
};

// What a strategist wrote about one uncertain number, before it is turned into a distribution; all amounts in one unit.

struct Constant {
  double value;
};

/// Central interval with its probability, e.g. 0.9
struct Interval {
  double low, high, coverage;
};

/// (probability, value), ascending
struct Quantiles {
  std::vector<std::pair<double, double>> at;
};

struct Normal {
  double mean, sd;
};

/// log_sd is the sd of the natural log
struct Lognormal {
  double median, log_sd;
};

struct Uniform {
  double low, high;
};

struct Triangular {
  double low, mode, high;
};

/// Beta-PERT: mean (low + 4 mode + high) / 6
struct Pert {
  double low, mode, high;
};

struct Beta {
  double alpha, beta, low, high;
};

struct StudentT {
  double degrees, location, scale;
};

/// (value, probability), probabilities sum to 1
struct Discrete {
  std::vector<std::pair<double, double>> at;
};

/// Values that were seen, ascending, each as likely as the others.
struct Empirical {
  std::vector<double> values;
};

struct MixturePart;

/// One of several beliefs, with probabilities that sum to 1.
struct Mixture {
  std::vector<MixturePart> parts;
};

using Belief = std::variant<Constant, Interval, Quantiles, Normal, Lognormal, Uniform, Triangular, Pert, Beta, StudentT,
                            Discrete, Empirical, Mixture>;

struct MixturePart {
  double probability;
  Belief belief;
};

/// The same belief in a unit of which `factor` make one of the old unit. factor > 0.
Belief scaled(const Belief& belief, double factor);

}  // namespace wafercast
