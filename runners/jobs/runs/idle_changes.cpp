#include <runners/jobs/runs/idle_changes.hpp>

#include <runners/jobs/runs/trial.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>
#include <utility>

namespace wafercast {
namespace {

constexpr std::string_view event_prefix = "events.";

std::string words_of(const ScenarioChange& change) {
  std::string words = change.target;
  const std::string what = change.before.empty() ? change.after : fmt::format("{} → {}", change.before, change.after);
  if (!what.empty()) words += ": " + what;
  if (!change.when.empty()) words += " " + change.when;
  return words;
}

/// Changes that were taken back, each alone.
class Findings {
 public:
  /// Whether a change of the same words is felt, as one of what a pattern reaches: then all of it counts.
  bool is_felt(const ScenarioChange& change) const {
    return std::ranges::any_of(felt_, [&](const ScenarioChange* other) {
      return other->stated == change.stated && other->after == change.after;
    });
  }

  void add(const ScenarioChange& change, bool idle, std::string why) {
    if (idle) {
      idle_.push_back({&change, std::move(why)});
    } else {
      felt_.push_back(&change);
    }
  }

  std::vector<std::string> idle() const {
    std::vector<std::string> said;
    for (const auto& [change, why] : idle_) {
      if (!is_felt(*change)) said.push_back(fmt::format("{} changes nothing: {}", words_of(*change), why));
    }
    return said;
  }

 private:
  std::vector<const ScenarioChange*> felt_;
  std::vector<std::pair<const ScenarioChange*, std::string>> idle_;
};

std::string nobody_feels_it() {
  return fmt::format("no figure of {} paths feels it", Trial::paths);
}

/// The drivers under the same heading that move sales most, to be supposed in the place of one that no figure feels.
std::string felt_instead(Trial& trial, const Prepared& prepared, const std::string& idle) {
  constexpr std::size_t most = 3;
  constexpr double factor = 0.8;
  constexpr double felt_at_all = 1e-4;
  const Scenario& scenario = prepared.scenario;
  const std::vector<DriverSpec>& specs = prepared.model->drivers();
  const auto spec_of = [&](const std::string& name) { return std::ranges::find(specs, name, &DriverSpec::name); };
  const auto spec = spec_of(idle);
  const int sales =
      find_series(prepared.plan, scenario.score.sales, Period::quarter(scenario.first + (scenario.quarters - 1)));
  if (spec == specs.end() || spec->group.empty() || sales < 0) return {};
  std::vector<std::pair<double, std::string>> felt;
  for (std::size_t d = 0; d < scenario.drivers.size(); ++d) {
    const auto other = spec_of(scenario.drivers[d].name);
    if (other == specs.end() || other == spec || other->group != spec->group || !other->instead.empty()) continue;
    Scenario scaled = scenario;
    const Date from = scenario.calendar.days_of(scenario.first).first;
    scaled.drivers[d].suppositions = {{.kind = Supposition::Kind::scale, .amount = factor, .from = from}};
    if (const double by = trial.moved(scaled, sales); by > felt_at_all) felt.emplace_back(by, other->name);
  }
  if (felt.empty()) return {};
  std::ranges::sort(felt, std::greater{});
  if (felt.size() > most) felt.resize(most);
  std::vector<std::string> names;
  for (const auto& [by, name] : felt) names.push_back(name);
  return fmt::format("; of '{}' these move {}: {}", spec->group, scenario.score.sales, fmt::join(names, ", "));
}

/// What is supposed of a driver, each taken back alone.
void add_of_driver(Trial& trial, const Prepared& prepared, std::size_t driver, Findings& findings) {
  const Scenario& scenario = prepared.scenario;
  const DriverBelief& belief = scenario.drivers[driver];
  std::vector<const ScenarioChange*> told;
  for (const ScenarioChange& change : scenario.changes) {
    if (change.kind == ScenarioChange::Kind::suppose && concerns(change, belief.name)) told.push_back(&change);
  }
  if (told.size() != belief.suppositions.size()) return;  // others than the scenario's own, as of a tornado
  const Date end = scenario.calendar.days_of(scenario.first + (scenario.quarters - 1)).last;
  for (std::size_t i = 0; i < told.size(); ++i) {
    if (findings.is_felt(*told[i])) continue;
    Scenario without = scenario;
    auto& suppositions = without.drivers[driver].suppositions;
    suppositions.erase(suppositions.begin() + static_cast<std::ptrdiff_t>(i));
    const bool late = belief.suppositions[i].from >= end;
    const bool idle = trial.changes_nothing(without);
    const std::string why = late   ? "it begins after the last quarter forecast"
                            : idle ? nobody_feels_it() + felt_instead(trial, prepared, belief.name)
                                   : "";
    findings.add(*told[i], idle, why);
  }
}

EventBelief* find_event(Scenario& scenario, std::string_view name) {
  const auto found = std::ranges::find(scenario.events, name, &EventBelief::name);
  return found == scenario.events.end() ? nullptr : &*found;
}

/// The scenario before what it supposes of events, read anew where that is asked for.
class Believed {
 public:
  Believed(const Scenario& scenario, const ScenarioRequest& request) : request_(request) {
    request_.read.changes = Changes::beliefs;
    request_.read.as_of = scenario.as_of;
  }

  EventBelief* event(std::string_view name) {
    if (!scenario_) scenario_ = read(request_);
    return find_event(*scenario_, name);
  }

 private:
  ScenarioRequest request_;
  std::optional<Scenario> scenario_;
};

/// The scenario with an event as it is believed where `target` is supposed of it.
Scenario without_change(const Scenario& scenario, std::string_view target, Believed& believed) {
  const std::string_view rest = target.substr(event_prefix.size());
  const std::string_view name = rest.substr(0, rest.find('.'));
  Scenario without = scenario;
  EventBelief* there = find_event(without, name);
  if (there == nullptr) return without;
  if (name == rest && there->supposed) {
    there->supposed.reset();
  } else if (const EventBelief* before = believed.event(name)) {
    const auto supposed = there->supposed;
    *there = *before;
    there->supposed = supposed;
  }
  return without;
}

bool is_asked_of(const Scenario& scenario, std::string_view event) {
  const auto names = [&](const std::vector<std::string>& list) { return std::ranges::find(list, event) != list.end(); };
  return std::ranges::any_of(scenario.questions,
                             [&](const Question& question) {
                               return std::ranges::find(question.given, event, &Question::Given::event) !=
                                      question.given.end();
                             }) ||
         std::ranges::any_of(scenario.events,
                             [&](const EventBelief& other) { return names(other.require) || names(other.exclude); });
}

/// An event of the scenario's own may be there to be asked about.
void add_of_new_event(Trial& trial, const Scenario& scenario, const ScenarioChange& change, Findings& findings) {
  const std::string_view name = std::string_view(change.target).substr(event_prefix.size());
  Scenario without = scenario;
  const EventBelief* there = find_event(without, name);
  if (there == nullptr || there->effects.empty() || is_asked_of(scenario, name)) return;
  without.events.erase(without.events.begin() + (there - without.events.data()));
  findings.add(change, trial.changes_nothing(without), nobody_feels_it());
}

void add_of_events(Trial& trial, const Scenario& scenario, const ScenarioRequest& request, Findings& findings) {
  Believed believed(scenario, request);
  for (const ScenarioChange& change : scenario.changes) {
    if (!change.target.starts_with(event_prefix)) continue;
    if (change.kind == ScenarioChange::Kind::add) {
      add_of_new_event(trial, scenario, change, findings);
      continue;
    }
    if (change.kind != ScenarioChange::Kind::suppose) continue;
    const Scenario without = without_change(scenario, change.target, believed);
    findings.add(change, trial.changes_nothing(without), nobody_feels_it());
  }
}

}  // namespace

bool concerns(const ScenarioChange& change, const std::string& driver) {
  return change.target == driver || change.target.starts_with(driver + ".");
}

bool is_of_beliefs(const ScenarioChange& change) {
  const bool is_driver = change.kind == ScenarioChange::Kind::add && !change.target.starts_with(event_prefix);
  return is_driver || change.kind == ScenarioChange::Kind::believe;
}

std::vector<std::string> idle_suppositions(const Prepared& prepared, const ScenarioRequest& request) {
  const Scenario& scenario = prepared.scenario;
  std::vector<std::string> idle;
  for (const EventBelief& event : scenario.events) {
    if (!event.effects.empty() || is_asked_of(scenario, event.name)) continue;
    idle.push_back(fmt::format("events.{} changes nothing: it has no effects, and nothing is asked of it", event.name));
  }
  const auto may_be_idle = [](const ScenarioChange& change) {
    return change.kind == ScenarioChange::Kind::suppose || change.kind == ScenarioChange::Kind::add;
  };
  if (std::ranges::none_of(scenario.changes, may_be_idle)) return idle;
  Trial trial(prepared);
  Findings findings;
  for (std::size_t d = 0; d < scenario.drivers.size(); ++d) {
    if (!scenario.drivers[d].suppositions.empty()) add_of_driver(trial, prepared, d, findings);
  }
  add_of_events(trial, scenario, request, findings);
  std::ranges::copy(findings.idle(), std::back_inserter(idle));
  return idle;
}

std::vector<std::string> idle_beliefs(const Prepared& prepared, const Prepared& base) {
  Trial trial(prepared);
  Findings findings;
  for (const ScenarioChange& change : prepared.scenario.changes) {
    if (!is_of_beliefs(change)) continue;
    for (std::size_t d = 0; d < prepared.scenario.drivers.size(); ++d) {
      const DriverBelief& here = prepared.scenario.drivers[d];
      if (!concerns(change, here.name) || !here.past.empty()) continue;  // a past may change what is learnt
      const auto before = std::ranges::find(base.scenario.drivers, here.name, &DriverBelief::name);
      Scenario without = prepared.scenario;
      if (before != base.scenario.drivers.end()) {
        without.drivers[d] = *before;
        without.drivers[d].suppositions = here.suppositions;
      } else {  // then it is as the model has it
        without.drivers.erase(without.drivers.begin() + static_cast<std::ptrdiff_t>(d));
      }
      findings.add(change, trial.changes_nothing(without),
                   "the last report anchors it, or nothing reads it; 'override' supposes it");
    }
  }
  return findings.idle();
}

}  // namespace wafercast
