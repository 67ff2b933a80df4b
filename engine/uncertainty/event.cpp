#include <engine/uncertainty/event.hpp>

#include <algorithm>
#include <cassert>
#include <cstddef>

namespace wafercast {
namespace {

/// ∫ clamp(x / ramp, 0, 1) dx from −∞ to t: zero, then t² / (2 ramp), then t − ramp / 2.
inline double risen_by(double t, double ramp) {
  const double within = std::clamp(t, 0.0, ramp);
  return 0.5 * within * (within / ramp) + std::max(t - ramp, 0.0);
}

/// The integral from `first` to `last` of a profile that rises from 0 at `from` to 1 at from + ramp.
inline double risen_between(double first, double last, double from, double ramp) {
  // Whatever has risen fully before `first` may as well have done so at `first`: infinities of the past stay out.
  const double since = std::max(from, first - ramp);
  return risen_by(last - since, ramp) - risen_by(first - since, ramp);
}

}  // namespace

void event_activity(double quarter_first_day, double quarter_last_day, std::span<const double> start,
                    std::span<const double> end, std::span<const double> ramp, std::span<double> activity) {
  assert(start.size() == activity.size() && end.size() == activity.size() && ramp.size() == activity.size());
  constexpr double shortest_ramp = 1e-100;  // a step, without the division of zero by zero
  const double per_day = 1.0 / (quarter_last_day - quarter_first_day);
  for (std::size_t lane = 0; lane < activity.size(); ++lane) {
    const double r = std::max(ramp[lane], shortest_ramp);
    const double risen = risen_between(quarter_first_day, quarter_last_day, start[lane], r);
    const double fallen = risen_between(quarter_first_day, quarter_last_day, std::max(start[lane], end[lane]), r);
    activity[lane] = (risen - fallen) * per_day;
  }
}

}  // namespace wafercast
