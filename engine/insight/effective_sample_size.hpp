#pragma once

#include <wafercast/insight/ensemble.hpp>

namespace wafercast {

/// (Σw)² / Σw² of the weights w = L(d | y) N(y; 0, I) / N(y; m, C) that take the Gaussian with the members' mean m and
/// covariance C of y to the posterior. y are the predictions of the observations, shifted, turned and scaled so that
/// the prior's have mean 0 and covariance I; combinations that the prior is sure of are left out. Where the map is
/// linear, y are the draws' components in the directions that the observations see; in all others the prior stands. It
/// takes the predictions and not directions found from gains: these have errors of √(draws / members), which count for
/// more than one error of an observation as soon as it is sharp. Where the map is curved, N(y; 0, I) stands for the
/// prior's predictions.
///
/// With exact moments all weights would be equal in the linear case. Those of the prior and of the posterior are
/// estimated from n members each: for k independent observations that costs a factor of about exp(−k (k + 3) / n).
/// 0 when members are too few for an estimate (n ≤ 2 k); all members when no observation depends on the draws.
double effective_sample_size(const Ensemble& ensemble, const ResidualMoments& prior, const ResidualMoments& posterior,
                             Threads threads);

}  // namespace wafercast
