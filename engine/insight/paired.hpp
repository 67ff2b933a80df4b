#pragma once

#include <span>

namespace wafercast {

/// A change of a median between two scenarios on the same draws, with the standard error of the change.
struct MedianChange {
  double before, after;
  double change;  ///< after − before
  double error;
};

/// From paired values (path i of the one and path i of the other share their draws). The error is that of the mean over
/// 16 equal batches of the change of each batch's median, so what the draws have in common cancels. Expects at least 16
/// values.
MedianChange median_change(std::span<const double> before, std::span<const double> after);

}  // namespace wafercast
