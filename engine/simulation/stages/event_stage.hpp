#pragma once

#include <engine/simulation/plan.hpp>

namespace wafercast {

/// When the events of a block start and end, in days: a row an event; +infinity where it does not.
struct EventTimes {
  explicit EventTimes(int events) : start(events), end(events), settled(static_cast<std::size_t>(events)) {}

  LaneTable start;
  LaneTable end;
  std::vector<bool> settled;  ///< scratch: of a path whose events depend on each other
};

/// Decides for every path whether and when each event starts and ends.
void time_events(const Plan& plan, const LaneTable& z, EventTimes& times);

/// Lets an event act on the drivers, pro rata by days. An uncertain event leaves the anchor and outlook slices alone:
/// it strikes in the horizon, and the outlook was given without it.
void apply_effects(const PlannedEvent& event, const Plan& plan, const LaneTable& z, const Lanes& start,
                   const Lanes& end, LaneTable& driver_rows);

}  // namespace wafercast
