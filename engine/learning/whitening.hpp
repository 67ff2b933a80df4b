#pragma once

#include <Eigen/Core>

namespace wafercast {

/// Turns and scales the columns so that over the members, a row each, all have mean 0, variance 1 and no correlation,
/// to about 10⁻⁶ ("second-order exact sampling"; D. T. Pham, "Stochastic methods for sequential data assimilation in
/// strongly nonlinear systems", Monthly Weather Review 129, 2001). An update by sample covariances then errs only where
/// the map is not linear: draws that have nothing to do with an observation pick up no noise from it.
///
/// Answers false, and leaves all as it is, when there are fewer than twice as many members as columns: too few to tell
/// the columns apart.
bool whiten(Eigen::MatrixXf& drawn);

}  // namespace wafercast
