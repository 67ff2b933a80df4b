#pragma once

#include <engine/uncertainty/belief.hpp>
#include <engine/uncertainty/quantile_table.hpp>

namespace wafercast {

// Exact values x(z) = Q(Φ(z)) and slopes of the families that marginals hold as tables. Each is computed from the
// nearer end of its range, where the distance keeps its digits.
QuantileTable::Node exact_node(const Uniform& belief, const NormalPoint& at);
QuantileTable::Node exact_node(const Triangular& belief, const NormalPoint& at);
QuantileTable::Node exact_node(const Beta& belief, const NormalPoint& at);
QuantileTable::Node exact_node(const StudentT& belief, const NormalPoint& at);
/// Linear between the i-th of n values at probability (i − ½) / n, level beyond the first and the last: its mean is
/// theirs. Hazen (1914).
QuantileTable::Node exact_node(const Empirical& belief, const NormalPoint& at);

/// The beta distribution that a PERT is. Vose, "Risk Analysis", 2008.
Beta beta_of(const Pert& belief);

}  // namespace wafercast
