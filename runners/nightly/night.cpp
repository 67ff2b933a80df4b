#include <runners/nightly/night.hpp>

#include <engine/core/instant.hpp>
#include <engine/core/printable.hpp>
#include <engine/language/syntax/text.hpp>
#include <runners/jobs/runs/program.hpp>
#include <runners/nightly/calibration.hpp>
#include <runners/nightly/moves.hpp>
#include <runners/nightly/nightwork.hpp>
#include <runners/nightly/plan_key.hpp>
#include <runners/nightly/plan_names.hpp>
#include <runners/store/clock.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

namespace wafercast {
namespace {

std::string text_of(const std::vector<Setting>& settings) {
  std::string text;
  for (const Setting& setting : settings) text += (text.empty() ? "" : " ") + setting.name + "=" + setting.value;
  return text;
}

std::vector<PlannedUnit> asked_for(const NightRequest& request) {
  std::vector<PlannedUnit> units = request.plan.units;
  std::erase_if(units, [&](const PlannedUnit& unit) {
    return !request.only.empty() && !language::fits(request.only, unit.named) &&
           unit.named.find(request.only) == std::string::npos;
  });
  if (units.empty()) {
    throw InputError(Diagnostic{{request.plan.file.generic_string(), 0, 0},
                                fmt::format("no scenario of the plan fits '{}'", request.only),
                                "name a part of a file's name, or a pattern with *"});
  }
  return units;
}

/// The store of a plan; nothing where a dry run finds none, since it makes none.
std::optional<Store> open_store(const NightRequest& request) {
  const std::string& place = request.plan.store;
  if (request.dry_run) {
    try {
      return Store(place, Database::Access::read);
    } catch (const StoreMissing&) {
      return std::nullopt;
    }
  }
  if (!Database::is_server(place)) {
    std::error_code told_when_it_is_opened;
    std::filesystem::create_directories(std::filesystem::path(place).parent_path(), told_when_it_is_opened);
  }
  return Store(place, Database::Access::write);
}

/// The night to go on with: the newest of its plan, while it is the same night. One of long ago would be filed before
/// what came since; what it drew is known to a new one all the same.
std::optional<std::int64_t> night_to_resume(Store& store, const PlanKey& plan, std::vector<std::string>& notes) {
  constexpr std::chrono::hours longest(12);
  const std::vector<Night> newest = store.nights(plan, 1);
  if (newest.empty() || !newest.front().finished.empty()) return std::nullopt;
  const auto began = parse_instant(newest.front().started);
  if (began && std::chrono::abs(now() - *began) < longest) return newest.front().id;
  notes.push_back(fmt::format("night {} began {} and is not gone on with: what it drew is known to the new one",
                              newest.front().id, newest.front().started));
  return std::nullopt;
}

/// Begins a night in the store, or goes on with one.
void begin(const NightRequest& request, const std::vector<PlannedUnit>& units, Store& store, NightResult& result) {
  const PlanKey there = known_as(result.plan, store.plans(), plans_seen(request.plan), result.notes);
  if (there != result.plan) store.move_nights(there, result.plan);
  const auto resumed = request.resume ? night_to_resume(store, result.plan, result.notes) : std::nullopt;
  result.night = resumed ? *resumed : store.begin_night(result.plan, this_program().build);
  std::vector<Subject> subjects;
  for (const PlannedUnit& unit : units) subjects.push_back(subject_of(unit));
  store.enter_subjects(subjects);
}

/// False when it was stopped.
bool run_units(const NightRequest& request, const std::vector<PlannedUnit>& units, Nightwork& work, NightResult& result,
               const std::function<void(const UnitOutcome&)>& on_unit, const Callbacks& callbacks) {
  result.units.resize(units.size());
  std::mutex telling;
  std::int64_t done = 0;
  const Callbacks within{.stop = callbacks.stop};
  parallel_for(
      static_cast<std::int64_t>(units.size()), request.how.threads,
      [&](int, std::int64_t i) {
        const auto at = static_cast<std::size_t>(i);
        result.units[at] = work.run(units[at], within);
        const std::scoped_lock lock(telling);
        if (callbacks.stop()) return;
        on_unit(result.units[at]);
        callbacks.progress(++done, static_cast<std::int64_t>(units.size()));
      },
      callbacks.stop);
  return !callbacks.stop();
}

/// Records that outcomes contradict.
std::vector<Alert> calibration_alerts(const NightResult& result, Store& store) {
  constexpr double unlikely = 0.01;
  std::vector<Alert> alerts;
  for (const UnitOutcome& unit : result.units) {
    const std::vector<ScoredNight> record = record_of(result.plan, unit, store);
    if (chance_of_so_few(record) > unlikely) continue;
    alerts.push_back({unit.subject, "calibration",
                      fmt::format("{} of {} reported figures lay within their nine in ten",
                                  std::ranges::count(record, true, &ScoredNight::in_90), record.size())});
  }
  return alerts;
}

/// Adds what nobody was told of in earlier nights, where this one does not say it anew.
void add_waiting(NightResult& result, const std::vector<Alert>& waiting) {
  const std::size_t own = result.alerts.size();
  for (const Alert& alert : waiting) {
    const bool is_said = std::any_of(
        result.alerts.begin(), result.alerts.begin() + static_cast<std::ptrdiff_t>(own), [&](const Alert& other) {
          const bool changes = alert.what == "moved" || alert.what == "crossed";
          return alert.subject == other.subject && alert.what == other.what && (!changes || alert.text == other.text);
        });
    if (!is_said) result.alerts.push_back(alert);
  }
}

}  // namespace

Subject subject_of(const PlannedUnit& unit) {
  return {unit.named, printable_line(text_of(unit.settings)), unit.named};
}

const char* word_of(UnitOutcome::State state) {
  constexpr const char* words[] = {"made", "known", "failed", "waiting"};
  return words[static_cast<std::size_t>(state)];
}

std::optional<NightResult> run_night(const NightRequest& request,
                                     const std::function<void(const UnitOutcome&)>& on_unit,
                                     const Callbacks& callbacks) {
  const std::vector<PlannedUnit> units = asked_for(request);
  require_names(request.plan, request.how);
  std::optional<Store> store = open_store(request);
  NightResult result{.plan = key_of(request.plan)};
  if (!request.dry_run) begin(request, units, *store, result);
  Nightwork work(request, store ? &*store : nullptr, result.night);
  if (!run_units(request, units, work, result, on_unit, callbacks)) return std::nullopt;
  if (request.dry_run) return result;
  result.moves = moves_of(request, units, result.units, *store, result.night);
  result.alerts = alerts_of(result.units, result.moves);
  std::ranges::move(calibration_alerts(result, *store), std::back_inserter(result.alerts));
  for (Alert& alert : result.alerts) alert.night = result.night;
  store->add_alerts(result.night, result.alerts);
  store->finish_night(result.night);
  add_waiting(result, store->alerts_that_wait(result.plan, result.night));
  return result;
}

}  // namespace wafercast
