#pragma once

#include <engine/core/date.hpp>

#include <Eigen/Core>

#include <span>
#include <vector>

namespace wafercast {

/// What happens between two knots of a path.
enum class Between { ramp, step, s_curve };

/// From a day on, a path comes later: on a day t it is where it was on max(from, t − by), so it waits before it goes
/// on.
struct Delay {
  Date from;
  std::chrono::days by;  ///< below zero: it comes earlier
};

/// How much of each knot a quarter's average holds: (quarters × knots), rows sum to 1. Each quarter averages, day by
/// day, the piecewise path through the knots; before the first knot and after the last the path stays level. `knots`
/// are days in ascending order. ramp is linear; step holds a knot's value until the next knot; s_curve is the
/// smoothstep 3u² − 2u³ between knots. Several `delays` add up, each on its own days, in
/// whatever order they stand.
Eigen::MatrixXd knot_weights(const std::vector<Date>& knots, const std::vector<DateRange>& quarters, Between between,
                             const std::vector<Delay>& delays = {});

/// Quarter-to-quarter movement around a path: n_t = persistence · n_{t−1} + quarterly · ε_t, with n = 0 before the
/// first step.
struct Noise {
  double quarterly = 0.0;    ///< sd of one quarter's shock, relative for positive supports
  double persistence = 0.0;  ///< in [0, 1)
};

}  // namespace wafercast
