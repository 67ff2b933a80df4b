#include <engine/simulation/stages/event_stage.hpp>

#include <engine/uncertainty/event.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

namespace wafercast {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();
constexpr double days_per_quarter = 365.25 / 4.0;

Lanes uniform_of(const Marginal& unit_interval, const Lanes& z) {
  Lanes u = z;
  unit_interval.apply(lanes_of(u));
  return u;
}

/// The lanes of a block that an event touches, side by side: of an unlikely event they are few, and what it does to
/// them is cheap to compute, and nothing is done to the others.
class TouchedLanes {
 public:
  /// Those on which it starts before a day.
  TouchedLanes(const Lanes& start, double before) {
    for (int lane = 0; lane < block_lanes; ++lane) {
      lanes_[static_cast<std::size_t>(count_)] = lane;
      count_ += start[lane] < before ? 1 : 0;
    }
  }

  int count() const { return count_; }
  std::span<double> of(Lanes& packed) const { return {packed.data(), static_cast<std::size_t>(count_)}; }

  void gather(const Lanes& row, Lanes& packed) const {
    if (count_ == block_lanes) {
      packed = row;
      return;
    }
    for (int i = 0; i < count_; ++i) packed[i] = row[lanes_[static_cast<std::size_t>(i)]];
  }
  void scatter(const Lanes& packed, Lanes& row) const {
    if (count_ == block_lanes) {
      row = packed;
      return;
    }
    for (int i = 0; i < count_; ++i) row[lanes_[static_cast<std::size_t>(i)]] = packed[i];
  }

 private:
  std::array<int, block_lanes + 1> lanes_;  ///< one more than can be touched: a lane is noted before it is judged
  int count_ = 0;
};

void draw(const Marginal& marginal, int row, const LaneTable& z, const TouchedLanes& touched, Lanes& packed) {
  if (row >= 0) {
    touched.gather(z[row], packed);
  } else {
    packed.setZero();
  }
  marginal.apply(touched.of(packed));
}

Lanes draw(const Marginal& marginal, int row, const LaneTable& z) {
  Lanes value = row >= 0 ? z[row] : Lanes::Zero();
  marginal.apply(lanes_of(value));
  return value;
}

double days_since_epoch(Date date) {
  return static_cast<double>(date.time_since_epoch().count());
}

/// An event on the lanes that it touches, packed.
struct Touch {
  Touch(const Lanes& starts, const Lanes& ends, double before) : lanes(starts, before) {
    lanes.gather(starts, start);
    lanes.gather(ends, end);
    earliest = lanes.count() > 0 ? start.head(lanes.count()).minCoeff() : never;
  }

  TouchedLanes lanes;
  Lanes start, end;
  double earliest;
};

void activity_in(const DateRange& quarter, const Touch& touch, const Lanes& ramp, Lanes& activity) {
  const auto packed = [&](const Lanes& row) {
    return lanes_of(row).first(static_cast<std::size_t>(touch.lanes.count()));
  };
  event_activity(days_since_epoch(quarter.first), days_since_epoch(quarter.last), packed(touch.start),
                 packed(touch.end), packed(ramp), touch.lanes.of(activity));
}

void starts_in(const DateRange& quarter, const Touch& touch, Lanes& activity) {
  const auto start = touch.start.head(touch.lanes.count());
  activity.head(touch.lanes.count()) =
      (start >= days_since_epoch(quarter.first) && start < days_since_epoch(quarter.last)).cast<double>();
}

using Packed = Eigen::Ref<Eigen::ArrayXd>;

void act(EffectBelief::Action action, const Packed& activity, const Packed& amount, Packed value) {
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

/// What an uncertain event would do in a path if it could start from `from` on.
double start_of(const PlannedEvent& event, double from, double fire, double when) {
  if (from >= event.window_last) return never;
  if (event.chance == EventBelief::Chance::over_window) {
    return fire < event.probability ? from + when * (event.window_last - from) : never;
  }
  // A constant hazard h a quarter: P(no start within t quarters) = (1 − h)^t.
  const double start = from + days_per_quarter * std::log(1.0 - fire) / std::log1p(-event.probability);
  return start < event.window_last ? start : never;
}

Lanes start_alone(const PlannedEvent& event, const Marginal& unit_interval, const LaneTable& z) {
  if (event.start == PlannedEvent::Start::never) return Lanes::Constant(never);
  if (event.start != PlannedEvent::Start::uncertain) return Lanes::Constant(event.start_day);
  const Lanes u = uniform_of(unit_interval, z[event.fire_row]);
  if (event.chance == EventBelief::Chance::over_window) {
    const Lanes when =
        event.window_first + uniform_of(unit_interval, z[event.start_row]) * (event.window_last - event.window_first);
    return (u < event.probability).select(when, never);
  }
  // As in start_of(), for all lanes at once.
  const Lanes quarters = (1.0 - u).log() / std::log1p(-event.probability);
  const Lanes when = event.window_first + days_per_quarter * quarters;
  return (when < event.window_last).select(when, never);
}

/// The events of one path, settled in the order in which they start: each once all that it requires has started, and
/// only where none that excludes it has.
class LinkedPath {
 public:
  LinkedPath(const Plan& plan, const LaneTable& z, EventTimes& times, int lane)
      : plan_(plan), z_(z), start_(times.start), settled_(times.settled), lane_(lane) {
    std::fill(settled_.begin(), settled_.end(), false);
  }

  void settle() {
    for (std::size_t round = 0; round < settled_.size(); ++round) {
      std::size_t next = settled_.size();
      double earliest = never;
      for (std::size_t i = 0; i < settled_.size(); ++i) {
        const double start = settled_[i] ? never : candidate(i);
        if (start < earliest) earliest = start, next = i;
      }
      if (next == settled_.size()) break;
      settled_[next] = true;
      start_[static_cast<int>(next)][lane_] = is_excluded(next) ? never : earliest;
    }
    for (std::size_t i = 0; i < settled_.size(); ++i) {
      if (!settled_[i]) start_[static_cast<int>(i)][lane_] = never;
    }
  }

 private:
  double start_of_settled(int event) const {
    return settled_[static_cast<std::size_t>(event)] ? start_[event][lane_] : never;
  }

  /// When it would start as far as is settled.
  double candidate(std::size_t i) const {
    const PlannedEvent& event = plan_.events[i];
    if (event.start != PlannedEvent::Start::uncertain || event.require.empty()) {
      return start_[static_cast<int>(i)][lane_];
    }
    double from = event.window_first;
    for (const int required : event.require) from = std::max(from, start_of_settled(required));
    const double when = event.start_row >= 0 ? uniform(event.start_row) : 0.0;
    return start_of(event, from, uniform(event.fire_row), when);
  }

  bool is_excluded(std::size_t i) const {
    const PlannedEvent& event = plan_.events[i];
    return event.start == PlannedEvent::Start::uncertain &&
           std::ranges::any_of(event.exclude, [&](int other) { return start_of_settled(other) < never; });
  }

  double uniform(int row) const { return plan_.unit_interval.at(z_[row][lane_]); }

  const Plan& plan_;
  const LaneTable& z_;
  LaneTable& start_;
  std::vector<bool>& settled_;
  int lane_;
};

}  // namespace

void time_events(const Plan& plan, const LaneTable& z, EventTimes& times) {
  bool linked = false;
  for (int i = 0; i < static_cast<int>(plan.events.size()); ++i) {
    const PlannedEvent& event = plan.events[static_cast<std::size_t>(i)];
    times.start[i] = start_alone(event, plan.unit_interval, z);
    linked = linked || event.is_linked();
  }
  for (int lane = 0; linked && lane < block_lanes; ++lane) LinkedPath(plan, z, times, lane).settle();
  for (int i = 0; i < static_cast<int>(plan.events.size()); ++i) {
    const PlannedEvent& event = plan.events[static_cast<std::size_t>(i)];
    if (event.lasts_days && event.start != PlannedEvent::Start::never) {
      times.end[i] = times.start[i] + draw(*event.lasts_days, event.lasts_row, z);
    } else {
      times.end[i].setConstant(never);
    }
  }
}

void apply_effects(const PlannedEvent& event, const Plan& plan, const LaneTable& z, const Lanes& start,
                   const Lanes& end, LaneTable& driver_rows) {
  const Timeline& timeline = plan.timeline;
  const Touch touch(start, end, days_since_epoch(timeline.days_of(timeline.slices() - 1).last));
  const int count = touch.lanes.count();
  if (count == 0) return;
  const int first_slice = event.start == PlannedEvent::Start::known ? Timeline::anchor : Timeline::horizon;
  Lanes amount, ramp, activity, packed;
  for (const PlannedEffect& effect : event.effects) {
    draw(effect.amount, effect.amount_row, z, touch.lanes, amount);
    draw(effect.ramp_days, effect.ramp_row, z, touch.lanes, ramp);
    const PlannedDriver& driver = plan.drivers[static_cast<std::size_t>(effect.driver)];
    for (int slice = first_slice; slice < timeline.slices(); ++slice) {
      const DateRange& quarter = timeline.days_of(slice);
      if (touch.earliest >= days_since_epoch(quarter.last)) continue;
      if (effect.once) {
        starts_in(quarter, touch, activity);
      } else {
        activity_in(quarter, touch, ramp, activity);
      }
      Lanes& value = driver_rows[driver.first_row + slice];
      touch.lanes.gather(value, packed);
      act(effect.action, activity.head(count), amount.head(count), packed.head(count));
      if (driver.support == Support::fraction)
        packed.head(count) = packed.head(count).max(0.0).min(1.0);  // two events may add up to more than all
      touch.lanes.scatter(packed, value);
    }
  }
}

}  // namespace wafercast
