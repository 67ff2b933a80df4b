#pragma once

#include <engine/simulation/plan.hpp>

namespace wafercast {

/// Memory of a worker for evaluating drivers.
struct DriverScratch {
  explicit DriverScratch(const Plan& plan);

  LaneTable knots;     ///< of the course that is being evaluated
  LaneTable other;     ///< by slice: a course that a supposition puts in the driver's place
  LaneTable believed;  ///< by slice: the driver without what is supposed of it
};

/// Fills a driver's rows from z, and what is supposed of it where it would leave its support (PlannedDriver).
void evaluate_driver(const PlannedDriver& driver, const Timeline& timeline, const LaneTable& z, DriverScratch& scratch,
                     LaneTable& driver_rows, LaneTable& limited);

}  // namespace wafercast
