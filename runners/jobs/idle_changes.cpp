#include <runners/jobs/idle_changes.hpp>

#include <engine/simulation/simulate.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

namespace wafercast {
namespace {

constexpr std::int64_t blocks = 8;
constexpr std::string_view events = "events.";

/// The series of a few paths of a scenario, on the draws of what it was prepared as.
class Trial {
 public:
  explicit Trial(const Prepared& prepared)
      : prepared_(prepared), usual_(values_of(prepared.plan, prepared.sampler())) {}

  /// Whether no path gives another value with this scenario instead; nothing where it does not compile.
  std::optional<bool> changes_nothing(const Scenario& instead) const {
    try {
      const Plan plan = compile(instead, *prepared_.model);
      if (plan.series.size() != prepared_.plan.series.size()) return false;
      return same(usual_, values_of(plan, prepared_.draws_for(plan).sampler()));
    } catch (const InputError&) {
      return std::nullopt;
    }
  }

  static constexpr std::int64_t paths = blocks * block_lanes;

 private:
  std::vector<Lanes> values_of(const Plan& plan, const Sampler& sampler) const {
    BlockRunner runner(plan, *prepared_.model, sampler);
    std::vector<Lanes> values;
    for (std::int64_t block = 0; block < blocks; ++block) {
      const SeriesBlock& series = runner.run(static_cast<std::uint64_t>(block * block_lanes), block_lanes);
      for (int row = 0; row < series.values.rows(); ++row) values.push_back(series.values[row]);
    }
    return values;
  }

  /// But for rounding: what cancels leaves its last bit.
  static bool same(const std::vector<Lanes>& a, const std::vector<Lanes>& b) {
    constexpr double rounding = 1e-10;
    for (std::size_t i = 0; i < a.size(); ++i) {
      for (int lane = 0; lane < block_lanes; ++lane) {
        const double apart = std::abs(a[i][lane] - b[i][lane]);
        if (apart > rounding * std::max(std::abs(a[i][lane]), std::abs(b[i][lane]))) return false;
      }
    }
    return true;
  }

  const Prepared& prepared_;
  std::vector<Lanes> usual_;
};

std::string words_of(const ScenarioChange& change) {
  std::string words = change.target;
  const std::string what = change.before.empty() ? change.after : fmt::format("{} → {}", change.before, change.after);
  if (!what.empty()) words += ": " + what;
  if (!change.when.empty()) words += " " + change.when;
  return words;
}

std::string said_of(const ScenarioChange& change, std::string_view why) {
  return fmt::format("{} changes nothing: {}", words_of(change), why);
}

/// Changes that were taken back, each alone.
class Findings {
 public:
  void add(const ScenarioChange& change, bool idle, std::string why) {
    found_.push_back({&change, idle, std::move(why)});
  }

  /// Those that are idle, but for what a pattern reaches besides drivers that feel it.
  std::vector<std::string> idle() const {
    std::vector<std::string> said;
    for (const Finding& finding : found_) {
      const bool is_felt_elsewhere = std::ranges::any_of(found_, [&](const Finding& other) {
        return !other.idle && other.change->stated == finding.change->stated &&
               other.change->after == finding.change->after;
      });
      if (finding.idle && !is_felt_elsewhere) said.push_back(said_of(*finding.change, finding.why));
    }
    return said;
  }

 private:
  struct Finding {
    const ScenarioChange* change;
    bool idle;
    std::string why;
  };
  std::vector<Finding> found_;
};

std::string nobody_feels_it() {
  return fmt::format("no figure of {} paths feels it", Trial::paths);
}

bool concerns(const ScenarioChange& change, const std::string& driver) {
  return change.target == driver || change.target.starts_with(driver + ".");
}

/// What is supposed of a driver, each taken back alone.
void add_of_driver(const Trial& trial, const Scenario& scenario, std::size_t driver, Findings& findings) {
  const DriverBelief& belief = scenario.drivers[driver];
  std::vector<const ScenarioChange*> told;
  for (const ScenarioChange& change : scenario.changes) {
    if (change.kind == ScenarioChange::Kind::suppose && concerns(change, belief.name)) told.push_back(&change);
  }
  if (told.size() != belief.suppositions.size()) return;  // others than the scenario's own, as of a tornado
  const Date end = scenario.calendar.days_of(scenario.first + (scenario.quarters - 1)).last;
  for (std::size_t i = 0; i < told.size(); ++i) {
    Scenario without = scenario;
    auto& suppositions = without.drivers[driver].suppositions;
    suppositions.erase(suppositions.begin() + static_cast<std::ptrdiff_t>(i));
    const bool late = belief.suppositions[i].from >= end;
    findings.add(*told[i], trial.changes_nothing(without).value_or(false),
                 late ? "it begins after the last quarter forecast" : nobody_feels_it());
  }
}

EventBelief* find_event(Scenario& scenario, std::string_view name) {
  const auto found = std::ranges::find(scenario.events, name, &EventBelief::name);
  return found == scenario.events.end() ? nullptr : &*found;
}

/// The scenario with an event as it is believed where `change` supposes something of it.
Scenario without_change(const Scenario& scenario, const ScenarioChange& change, std::string_view event,
                        Scenario& believed) {
  Scenario without = scenario;
  EventBelief* there = find_event(without, event);
  if (there == nullptr) return without;
  if (change.target.size() == events.size() + event.size() && there->supposed) {
    there->supposed.reset();
  } else if (const EventBelief* before = find_event(believed, event)) {
    const auto supposed = there->supposed;
    *there = *before;
    there->supposed = supposed;
  }
  return without;
}

void add_of_events(const Trial& trial, const Scenario& scenario, const ScenarioRequest& request, Findings& findings) {
  std::optional<Scenario> believed;
  for (const ScenarioChange& change : scenario.changes) {
    if (change.kind != ScenarioChange::Kind::suppose || !change.target.starts_with(events)) continue;
    const std::string rest = change.target.substr(events.size());
    const std::string_view event = std::string_view(rest).substr(0, rest.find('.'));
    if (!believed) {
      ScenarioRequest same = request;
      same.read.changes = Changes::beliefs;
      same.read.as_of = scenario.as_of;
      believed = read(same);
    }
    const Scenario without = without_change(scenario, change, event, *believed);
    findings.add(change, trial.changes_nothing(without).value_or(false), nobody_feels_it());
  }
}

bool is_asked_of(const Scenario& scenario, const std::string& event) {
  const auto names = [&](const std::vector<std::string>& list) { return std::ranges::find(list, event) != list.end(); };
  return std::ranges::any_of(scenario.questions,
                             [&](const Question& question) {
                               return std::ranges::find(question.given, event, &Question::Given::event) !=
                                      question.given.end();
                             }) ||
         std::ranges::any_of(scenario.events,
                             [&](const EventBelief& other) { return names(other.require) || names(other.exclude); });
}

}  // namespace

bool is_of_beliefs(const ScenarioChange& change) {
  const bool is_driver = change.kind == ScenarioChange::Kind::add && !change.target.starts_with(events);
  return is_driver || change.kind == ScenarioChange::Kind::believe;
}

std::vector<std::string> idle_suppositions(const Prepared& prepared, const ScenarioRequest& request) {
  const Scenario& scenario = prepared.scenario;
  std::vector<std::string> idle;
  for (const EventBelief& event : scenario.events) {
    if (!event.effects.empty() || is_asked_of(scenario, event.name)) continue;
    idle.push_back(fmt::format("events.{} changes nothing: it has no effects, and nothing is asked of it", event.name));
  }
  const auto is_supposed = [](const ScenarioChange& change) { return change.kind == ScenarioChange::Kind::suppose; };
  if (std::ranges::none_of(scenario.changes, is_supposed)) return idle;
  const Trial trial(prepared);
  Findings findings;
  for (std::size_t d = 0; d < scenario.drivers.size(); ++d) {
    if (!scenario.drivers[d].suppositions.empty()) add_of_driver(trial, scenario, d, findings);
  }
  add_of_events(trial, scenario, request, findings);
  std::ranges::copy(findings.idle(), std::back_inserter(idle));
  return idle;
}

std::vector<std::string> idle_beliefs(const Prepared& prepared, const Prepared& base) {
  const Trial trial(prepared);
  Findings findings;
  for (const ScenarioChange& change : prepared.scenario.changes) {
    if (!is_of_beliefs(change)) continue;
    for (std::size_t d = 0; d < prepared.scenario.drivers.size(); ++d) {
      const DriverBelief& here = prepared.scenario.drivers[d];
      if (!concerns(change, here.name)) continue;
      const auto before = std::ranges::find(base.scenario.drivers, here.name, &DriverBelief::name);
      Scenario without = prepared.scenario;
      if (before != base.scenario.drivers.end()) {
        without.drivers[d] = *before;
        without.drivers[d].suppositions = here.suppositions;
      } else {  // then it is as the model has it
        without.drivers.erase(without.drivers.begin() + static_cast<std::ptrdiff_t>(d));
      }
      findings.add(change, trial.changes_nothing(without).value_or(false),
                   "the last report anchors it, or nothing reads it; 'override' supposes it");
    }
  }
  return findings.idle();
}

}  // namespace wafercast
