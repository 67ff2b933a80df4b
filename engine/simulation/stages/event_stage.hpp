#pragma once

#include <engine/simulation/plan.hpp>

namespace wafercast {

/// Decides for every path whether and when an event starts (`start`, in days; +infinity when it does not) and ends.
/// `unit_interval` is the uniform distribution on (0, 1).
void time_event(const PlannedEvent& event, const Marginal& unit_interval, const LaneTable& z, Lanes& start, Lanes& end);

/// Lets an event act on the drivers, pro rata by days. An uncertain event leaves the anchor and outlook slices alone:
/// it strikes in the horizon, and the outlook was given without it.
void apply_effects(const PlannedEvent& event, const Plan& plan, const LaneTable& z, const Lanes& start,
                   const Lanes& end, LaneTable& driver_rows);

}  // namespace wafercast
