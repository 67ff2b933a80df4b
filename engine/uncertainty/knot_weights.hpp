#pragma once

#include <engine/core/date.hpp>
#include <engine/uncertainty/path.hpp>

#include <Eigen/Core>

#include <vector>

namespace wafercast {

/// How much of each knot a quarter's average holds: (quarters × knots), rows sum to 1. Each quarter averages, day by
/// day, the piecewise path through the knots; before the first knot and after the last the path stays level. `knots`
/// are days in ascending order. ramp is linear; step holds a knot's value until the next knot; s_curve is the
/// smoothstep 3u² − 2u³ between knots. Several `delays` add up, each on its own days, in
/// whatever order they stand.
Eigen::MatrixXd knot_weights(const std::vector<Date>& knots, const std::vector<DateRange>& quarters, Between between,
                             const std::vector<Delay>& delays = {});

}  // namespace wafercast
