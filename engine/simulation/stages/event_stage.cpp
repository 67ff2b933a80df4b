#include <engine/simulation/stages/event_stage.hpp>

#include <engine/uncertainty/event.hpp>

#include <cmath>
#include <limits>
#include <span>

namespace wafercast {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();
constexpr double days_per_quarter = 365.25 / 4.0;

std::span<double> lanes_of(Lanes& row) {
  return {row.data(), static_cast<std::size_t>(block_lanes)};
}
std::span<const double> lanes_of(const Lanes& row) {
  return {row.data(), static_cast<std::size_t>(block_lanes)};
}

Lanes uniform_of(const Marginal& unit_interval, const Lanes& z) {
  Lanes u = z;
  unit_interval.apply(lanes_of(u));
  return u;
}

Lanes draw(const Marginal& marginal, int row, const LaneTable& z) {
  Lanes value = row >= 0 ? z[row] : Lanes::Zero();
  marginal.apply(lanes_of(value));
  return value;
}

double days_since_epoch(Date date) {
  return static_cast<double>(date.time_since_epoch().count());
}

Lanes activity_in(const DateRange& quarter, const Lanes& start, const Lanes& end, const Lanes& ramp) {
  Lanes activity;
  event_activity(days_since_epoch(quarter.first), days_since_epoch(quarter.last), lanes_of(start), lanes_of(end),
                 lanes_of(ramp), lanes_of(activity));
  return activity;
}

Lanes starts_in(const DateRange& quarter, const Lanes& start) {
  return (start >= days_since_epoch(quarter.first) && start < days_since_epoch(quarter.last)).cast<double>();
}

void act(EffectBelief::Action action, const Lanes& activity, const Lanes& amount, Lanes& value) {
  switch (action) {
    case EffectBelief::Action::cut:
      value *= 1.0 - activity * amount;
      break;
    case EffectBelief::Action::scale:
      value *= 1.0 + activity * (amount - 1.0);
      break;
    case EffectBelief::Action::add:
    case EffectBelief::Action::delay:
      value += activity * amount;
      break;
    case EffectBelief::Action::set:
      value += activity * (amount - value);
      break;
  }
}

}  // namespace

void time_event(const PlannedEvent& event, const Marginal& unit_interval, const LaneTable& z, Lanes& start,
                Lanes& end) {
  if (event.start == PlannedEvent::Start::never) {
    start.setConstant(never);
  } else if (event.start != PlannedEvent::Start::uncertain) {
    start.setConstant(event.start_day);
  } else {
    const Lanes u = uniform_of(unit_interval, z[event.fire_row]);
    if (event.chance == EventBelief::Chance::over_window) {
      const Lanes when =
          event.window_first + uniform_of(unit_interval, z[event.start_row]) * (event.window_last - event.window_first);
      start = (u < event.probability).select(when, never);
    } else {
      // A constant hazard h a quarter: P(no start within t quarters) = (1 − h)^t.
      const Lanes quarters = (1.0 - u).log() / std::log1p(-event.probability);
      const Lanes when = event.window_first + days_per_quarter * quarters;
      start = (when < event.window_last).select(when, never);
    }
  }
  if (event.lasts_days && event.start != PlannedEvent::Start::never) {
    end = start + draw(*event.lasts_days, event.lasts_row, z);
  } else {
    end.setConstant(never);
  }
}

void apply_effects(const PlannedEvent& event, const Plan& plan, const LaneTable& z, const Lanes& start,
                   const Lanes& end, LaneTable& driver_rows) {
  const int first_slice = event.start == PlannedEvent::Start::known ? Timeline::anchor : Timeline::horizon;
  for (const PlannedEffect& effect : event.effects) {
    const Lanes amount = draw(effect.amount, effect.amount_row, z);
    const Lanes ramp = draw(effect.ramp_days, effect.ramp_row, z);
    const PlannedDriver& driver = plan.drivers[static_cast<std::size_t>(effect.driver)];
    for (int slice = first_slice; slice < plan.timeline.slices(); ++slice) {
      const DateRange& quarter = plan.timeline.days_of(slice);
      const Lanes activity = effect.once ? starts_in(quarter, start) : activity_in(quarter, start, end, ramp);
      Lanes& value = driver_rows[driver.first_row + slice];
      act(effect.action, activity, amount, value);
      if (driver.support == Support::fraction)
        value = value.max(0.0).min(1.0);  // two events may add up to more than all
    }
  }
}

}  // namespace wafercast
