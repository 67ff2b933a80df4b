#pragma once

#include <engine/uncertainty/belief.hpp>

#include <optional>
#include <vector>

namespace wafercast {

/// One quarter of a company's record.
struct RecordedQuarter {
  int age;           ///< quarters before the newest one
  double value;      ///< what is recorded
  double explained;  ///< what it may depend on; 0 where nothing is
};

/// Mean and sample sd with weights trend^age; with equal weights the familiar ones, with n − 1.
Normal weighted_moments(const std::vector<RecordedQuarter>& record, double trend);

/// What is believed of a record before it is seen: value = level + slope · explained + t₄ scatter.
struct RegressionPrior {
  Normal level;
  Normal slope;
  double scatter;  ///< worth scatter_quarters of record
};

/// The next value at `explained`, by Bayesian linear regression with weights trend^age and Student-t errors of four
/// degrees of freedom (K. L. Lange, R. J. A. Little, J. M. G. Taylor, "Robust statistical modeling using the t
/// distribution", JASA 84, 1989; iteratively reweighted): a quarter that went wrong does not spoil the others. The
/// scale holds the scatter and what is not known of level and slope.
StudentT regressed(const std::vector<RecordedQuarter>& record, double trend, const RegressionPrior& prior,
                   double explained);

}  // namespace wafercast
