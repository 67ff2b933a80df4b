#pragma once

#include <span>

namespace wafercast {

/// How active an event is in one quarter, per lane: the average over the quarter's days of a profile that rises
/// linearly from 0 at `start` to 1 at start + ramp, stays, and falls again from `end` to end + ramp. All times are days
/// on one axis; `ramp` ≥ 0 (0 is a step). An event that never starts has start = +infinity. Branch-free over lanes.
void event_activity(double quarter_first_day, double quarter_last_day, std::span<const double> start,
                    std::span<const double> end, std::span<const double> ramp, std::span<double> activity);

}  // namespace wafercast
