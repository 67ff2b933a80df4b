#pragma once

#include <span>
#include <vector>

namespace wafercast {

/// The p-quantile of an ascending sample, p in [0, 1]: linear between the order statistics, the k-th of n standing for
/// the probability (k − ½) / n, and level beyond the outer ones. (Hazen's; type 5 of Hyndman & Fan, Sample Quantiles in
/// Statistical Packages, 1996.) So n equally likely values are the quantiles that they were made of. Expects a value.
double quantile_of(std::span<const double> ascending, double p);

/// The same of values in any order, which it changes: several quantiles take one copy, and no sort.
double select_quantile(std::span<double> values, double p);

/// The same of values in any order.
double sample_quantile(std::vector<double> values, double p);

/// The middle one, or the mean of the two in the middle.
double median_of(std::vector<double> values);

}  // namespace wafercast
