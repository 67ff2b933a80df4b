#pragma once

#include <span>

namespace wafercast {

/// Φ, the standard normal distribution function.
double normal_cdf(double z);

/// Φ⁻¹ for 0 < p < 1, by Wichura's algorithm AS 241 (PPND16, about 1e-16 relative).
double normal_quantile(double p);

/// Φ⁻¹ of every element, in place; branch-free so that it vectorises. Every p must lie in [1.4e-11, 1 − 1.4e-11], the
/// range that AS 241's first two branches cover. The value of an element does not depend on its position, and agrees
/// with the one above to 1e-15 relative (their logarithms round differently).
void normal_quantile(std::span<double> p);

}  // namespace wafercast
