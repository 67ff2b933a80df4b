#include <engine/simulation/compile/compiler.hpp>
#include <engine/simulation/stream_names.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast {
namespace {

constexpr double days_per_quarter = 365.25 / 4.0;

double days_since_epoch(Date date) {
  return static_cast<double>(date.time_since_epoch().count());
}

/// An effect's amount is a share of the driver (cut), a factor (scale), or an amount in the driver's own unit.
Support support_of(EffectBelief::Action action, Support driver) {
  switch (action) {
    case EffectBelief::Action::cut:
      return Support::fraction;
    case EffectBelief::Action::scale:
      return Support::positive;
    case EffectBelief::Action::delay:
      return Support::positive;
    case EffectBelief::Action::set:
      return driver;
    case EffectBelief::Action::add:
      return driver == Support::fraction ? Support::fraction : Support::real;
  }
  return driver;
}

PlannedEvent::Start start_of(const EventBelief& belief) {
  using Start = PlannedEvent::Start;
  if (belief.supposed) return belief.supposed->day ? Start::supposed : Start::never;
  return belief.status == EventBelief::Status::occurred ? Start::known : Start::uncertain;
}

}  // namespace

void Compiler::compile_events() {
  for (const EventBelief& belief : scenario_.events) {
    if (belief.status == EventBelief::Status::did_not_occur && !belief.supposed) continue;
    compile_event(belief);
  }
  link_events();
}

/// An event that does not happen is no event of the plan: what requires it cannot happen either, and it rules out none.
void Compiler::link_events() {
  const auto index_of = [&](const std::string& name) {
    const auto found = std::ranges::find(plan_.event_names, name);
    return found == plan_.event_names.end() ? -1 : static_cast<int>(found - plan_.event_names.begin());
  };
  for (const EventBelief& belief : scenario_.events) {
    const int index = index_of(belief.name);
    if (index < 0) continue;
    PlannedEvent& event = plan_.events[static_cast<std::size_t>(index)];
    for (const std::string& name : belief.require) {
      const int other = index_of(name);
      if (other >= 0) event.require.push_back(other);
      if (other < 0 && event.start == PlannedEvent::Start::uncertain) event.start = PlannedEvent::Start::never;
    }
    for (const std::string& name : belief.exclude) {
      const int other = index_of(name);
      if (other < 0) continue;
      event.exclude.push_back(other);
      plan_.events[static_cast<std::size_t>(other)].exclude.push_back(index);
    }
  }
}

void Compiler::compile_event(const EventBelief& belief) {
  PlannedEvent event;
  event.start = start_of(belief);
  event.start_day =
      days_since_epoch(belief.supposed && belief.supposed->day ? *belief.supposed->day : belief.window.first);
  event.window_first = days_since_epoch(belief.window.first);
  event.window_last = days_since_epoch(belief.window.last);  // beyond the horizon too: its part there is not seen
  event.chance = belief.chance;
  event.probability = belief.probability;
  if (event.start == PlannedEvent::Start::uncertain) {
    event.fire_row = add_draw(streams::event_fires(belief.name));
    if (event.chance == EventBelief::Chance::over_window)
      event.start_row = add_draw(streams::event_starts(belief.name));
  }
  if (belief.lasts_quarters) {
    event.lasts_days = resolve(*belief.lasts_quarters, days_per_quarter, Support::positive);
    if (event.lasts_days && !event.lasts_days->is_constant())
      event.lasts_row = add_draw(streams::event_lasts(belief.name));
  }
  std::size_t position = 0;  // among the effects as they are written: a pattern stands once
  for (std::size_t i = 0; i < belief.effects.size(); ++i) {
    const EffectBelief& effect = belief.effects[i];
    const bool goes_on = i > 0 && !effect.pattern.empty() && effect.where == belief.effects[i - 1].where;
    if (i > 0 && !goes_on) ++position;
    compile_effect(belief, effect, position, event);
  }
  plan_.events.push_back(std::move(event));
  plan_.event_names.push_back(belief.name);
}

void Compiler::compile_effect(const EventBelief& event, const EffectBelief& belief, std::size_t position,
                              PlannedEvent& planned) {
  const auto index = driver_index(belief.driver);
  if (!index) {
    diagnostics_.error(belief.where, fmt::format("the model has no driver '{}'", belief.driver),
                       nearest_driver(belief.driver));
    return;
  }
  const DriverSpec& spec = model_.drivers()[static_cast<std::size_t>(*index)];
  const bool relative = belief.action == EffectBelief::Action::cut || belief.action == EffectBelief::Action::scale;
  const auto factor = relative ? belief.unit.factor_to(Unit()) : belief.unit.factor_to(*Unit::parse(spec.unit));
  if (!factor) {
    diagnostics_.error(belief.where,
                       fmt::format("an effect in '{}' cannot act on '{}' (which is in '{}')", belief.unit.text(),
                                   spec.name, spec.unit),
                       fmt::format("state the amount in '{}'", relative ? "%" : spec.unit));
    return;
  }
  const auto amount = resolve(belief.amount, *factor, support_of(belief.action, spec.support));
  const WrittenBelief no_ramp{Constant{0.0}, "0", belief.where};
  const auto ramp = resolve(belief.ramp_quarters.value_or(no_ramp), days_per_quarter, Support::real);
  if (!amount || !ramp) return;
  constexpr double z_of_p5 = -1.645;
  if (ramp->at(z_of_p5) < 0.0) {
    diagnostics_.error(belief.ramp_quarters->where, "a ramp takes less than no time in one path of twenty or more",
                       "write the time that it takes, as in 'ramp: 1 quarter'; an effect at once has none");
    return;
  }

  PlannedEffect effect{belief.action, *index, *amount, -1, *ramp, -1, belief.once};
  const std::string& named = belief.pattern.empty() ? belief.driver : belief.pattern;
  if (!amount->is_constant()) effect.amount_row = add_draw(streams::effect_amount(event.name, named, position));
  if (!ramp->is_constant()) effect.ramp_row = add_draw(streams::effect_ramp(event.name, named, position));
  planned.effects.push_back(std::move(effect));

  PlannedDriver& driver = plan_.drivers[static_cast<std::size_t>(*index)];
  driver.moves = true;
  driver.certain = false;
}

}  // namespace wafercast
