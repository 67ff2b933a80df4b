#pragma once

#include <engine/learning/ensemble.hpp>

#include <vector>

namespace wafercast {

/// Standard normals of an ensemble's members: their draws, and the errors of each step with which predictions are
/// perturbed.
struct EnsembleDraws {
  std::vector<LaneTable>& z;                    ///< by block: a row a draw
  std::vector<std::vector<LaneTable>>& errors;  ///< by step and block: a row an observation
};

/// Turns and scales the rows so that over the members all have mean 0, variance 1 and no correlation, exactly ("second-
/// order exact sampling"; D. T. Pham, "Stochastic methods for sequential data assimilation in strongly nonlinear
/// systems", Monthly Weather Review 129, 2001). An update by sample covariances then errs only where the map is not
/// linear: draws that have nothing to do with an observation pick up no noise from it.
///
/// Answers false, and leaves all as it is, when there are fewer than twice as many members as rows: too few to tell the
/// rows apart.
bool whiten(EnsembleDraws draws);

}  // namespace wafercast
