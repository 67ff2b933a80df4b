#pragma once

namespace wafercast {

/// Φ, the standard normal distribution function.
double normal_cdf(double z);

/// Φ⁻¹ for 0 < p < 1, by Wichura's algorithm AS 241 (PPND16, about 1e-16 relative).
double normal_quantile(double p);

}  // namespace wafercast
