#pragma once

#include <wafercast/simulation/plan.hpp>

namespace wafercast {

/// z → the values of one driver in every slice, before events act. `scratch` has a row a knot and one more.
void evaluate_driver(const PlannedDriver& driver, Slices slices, const LaneTable& z, LaneTable& scratch,
                     LaneTable& driver_rows);

/// The scratch rows that evaluate_driver needs for a plan.
int driver_scratch_rows(const Plan& plan);

}  // namespace wafercast
