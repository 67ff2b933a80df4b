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

// What a strategist wrote about one uncertain number, before it is turned into a distribution. All amounts are in one unit.
struct Constant { double value; };
struct Interval { double low, high, coverage; };              ///< central interval with its probability, e.g. 0.9
struct Quantiles { std::vector<std::pair<double, double>> at; };  ///< (probability, value), ascending
struct Normal { double mean, sd; };
struct Lognormal { double median, log_sd; };                  ///< log_sd is the sd of the natural log
struct Uniform { double low, high; };
struct Triangular { double low, mode, high; };
struct Pert { double low, mode, high; };                      ///< beta-PERT: mean (low + 4 mode + high) / 6
struct Beta { double alpha, beta, low, high; };
struct StudentT { double degrees, location, scale; };
struct Discrete { std::vector<std::pair<double, double>> at; };   ///< (value, probability), probabilities sum to 1

using Belief =
    std::variant<Constant, Interval, Quantiles, Normal, Lognormal, Uniform, Triangular, Pert, Beta, StudentT, Discrete>;

/// The same belief in a unit of which `factor` make one of the old unit. factor > 0.
Belief scaled(const Belief& belief, double factor);

}  // namespace wafercast
