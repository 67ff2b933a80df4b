#pragma once

#include <wafercast/insight/ensemble.hpp>

#include <Eigen/Core>

namespace wafercast {

/// Orthonormal columns for the directions in which members moved, from columns whose outer products add up to the
/// second moment of the moves. Directions with hardly any movement are left out: what they would add to the weights is
/// less than the error of estimating it.
Eigen::MatrixXd moved_directions(const Eigen::MatrixXd& moves);

/// (Σw)² / Σw² of the weights w = L(d | z) N(y; 0, I) / N(y; m, C) that take the Gaussian with the members' mean m and
/// covariance C of y = Bᵀ z to the posterior; B has the columns of `directions`, and in all others the prior stands.
/// Where map and posterior are linear and Gaussian, what is left is the error of estimating m and C: for k directions
/// and n members, log-weights of variance k (k + 3) / 2n, thus n exp(−k (k + 3) / 2n). 0 when members are too few for
/// an estimate (n ≤ 2 k).
double effective_sample_size(const Ensemble& ensemble, const Eigen::MatrixXd& directions, Threads threads);

}  // namespace wafercast
