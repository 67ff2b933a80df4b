#include <engine/scenario/ways_to_suppose.hpp>
#include <engine/simulation/compile/compiler.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast {
namespace {

using Kind = Supposition::Kind;

/// By slice: the part of its days in which a supposition holds. The last reported quarter was as it was, and the
/// outlook was given without what is supposed.
std::vector<double> parts_of(const Supposition& supposition, const std::vector<DateRange>& slices) {
  std::vector<double> parts(slices.size(), 0.0);
  for (std::size_t s = Timeline::horizon; s < slices.size(); ++s) {
    const DateRange held{std::max(slices[s].first, supposition.from),
                         std::min(slices[s].last, supposition.until.value_or(slices[s].last))};
    parts[s] = std::clamp(held.days() / slices[s].days(), 0.0, 1.0);
  }
  return parts;
}

}  // namespace

void Compiler::refuse_supposition(const DriverSpec& spec, const Supposition& supposition) {
  if (!spec.instead.empty()) {
    diagnostics_.error(supposition.where,
                       fmt::format("to suppose something of '{}' changes nothing (the model reads it before the "
                                   "forecast alone: {})",
                                   spec.name, spec.meaning),
                       fmt::format("suppose something of {}, or write it under 'believe'", spec.instead));
  }
  const bool is_date = spec.support == Support::real && spec.unit == "year";
  if (is_date && supposition.kind == Kind::scale) {
    diagnostics_.error(supposition.where, fmt::format("'{}' is a date (it has no fraction)", spec.name),
                       "write 'shift: 2 quarters'");
  }
}

int Compiler::add_course(const DriverSpec& spec, const Course& course, double factor, const std::vector<Delay>& delays,
                         PlannedDriver& driver) {
  const auto weights = knot_weights(days_of(course), plan_.timeline.days(), course.between, delays);
  driver.instead.push_back(compile_course(spec, course, factor, weights));
  if (driver.shared_row < 0) driver.shared_row = driver.instead.back().shared_row;  // it moves with others now
  return static_cast<int>(driver.instead.size()) - 1;
}

// What a delay puts in the place of a driver is its belief and all that stands before the delay, with every course seen
// through it; factors and amounts act there once more, on their own days.
std::vector<PlannedSupposition> Compiler::plan_suppositions(const DriverSpec& spec, const DriverBelief& belief,
                                                            std::size_t count, double factor,
                                                            const std::vector<Delay>& delays, PlannedDriver& driver) {
  std::vector<PlannedSupposition> planned;
  for (std::size_t i = 0; i < count; ++i) {
    const Supposition& supposition = belief.suppositions[i];
    PlannedSupposition& next = planned.emplace_back();
    next.part = parts_of(supposition, plan_.timeline.days());
    switch (acts_on(supposition.kind)) {
      case ActsOn::value:
        (supposition.kind == Kind::scale ? next.scale : next.shift) =
            supposition.kind == Kind::scale ? supposition.amount : supposition.amount * factor;
        break;
      case ActsOn::all:
        next.instead = add_course(spec, *supposition.instead, factor, delays, driver);
        break;
      case ActsOn::time: {
        std::vector<Delay> further = delays;
        further.push_back({supposition.from, std::chrono::days(static_cast<int>(supposition.amount))});
        next.instead = add_course(spec, belief, factor, further, driver);
        next.over = plan_suppositions(spec, belief, i, factor, further, driver);
      }
    }
  }
  return planned;
}

void Compiler::compile_suppositions(const DriverSpec& spec, const DriverBelief& belief, double factor,
                                    PlannedDriver& driver) {
  for (const Supposition& supposition : belief.suppositions) refuse_supposition(spec, supposition);
  driver.suppositions = plan_suppositions(spec, belief, belief.suppositions.size(), factor, {}, driver);
  const bool can_leave = spec.support != Support::real &&
                         std::ranges::any_of(driver.suppositions, [](const auto& s) { return s.instead < 0; });
  if (!can_leave) return;
  driver.first_limit_row = plan_.limit_rows;
  plan_.limit_rows += plan_.timeline.quarters();
}

}  // namespace wafercast
