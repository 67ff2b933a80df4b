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

void Compiler::compile_suppositions(const DriverSpec& spec, const DriverBelief& belief, double factor,
                                    PlannedDriver& driver) {
  const Course* course = &belief;  // as it is after the suppositions so far
  for (const Supposition& supposition : belief.suppositions) {
    refuse_supposition(spec, supposition);
    PlannedSupposition planned{.part = parts_of(supposition, plan_.timeline.days())};
    switch (supposition.kind) {
      case Kind::scale:
        planned.scale = supposition.amount;
        break;
      case Kind::shift:
        planned.shift = supposition.amount * factor;
        break;
      case Kind::replace:
        course = &*supposition.instead;
        [[fallthrough]];
      case Kind::delay: {
        const std::chrono::days by(supposition.kind == Kind::delay ? static_cast<int>(supposition.amount) : 0);
        const auto weights =
            delayed_knot_weights(days_of(*course), plan_.timeline.days(), course->between, {supposition.from, by});
        planned.instead = static_cast<int>(driver.instead.size());
        driver.instead.push_back(compile_course(spec, *course, factor, weights));
        if (driver.shared_row < 0) driver.shared_row = driver.instead.back().shared_row;  // it moves with others now
      }
    }
    driver.suppositions.push_back(std::move(planned));
  }
  const bool can_leave = spec.support != Support::real &&
                         std::ranges::any_of(driver.suppositions, [](const auto& s) { return s.instead < 0; });
  if (!can_leave) return;
  driver.first_limit_row = plan_.limit_rows;
  plan_.limit_rows += plan_.timeline.quarters();
}

}  // namespace wafercast
