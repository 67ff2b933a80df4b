#include <runners/nightly/night.hpp>

#include <engine/core/byte_stream.hpp>
#include <engine/language/syntax/file_bytes.hpp>
#include <engine/language/syntax/text.hpp>
#include <runners/jobs/chosen_forecast.hpp>
#include <runners/jobs/program.hpp>
#include <runners/jobs/series_choice.hpp>
#include <runners/nightly/calibration.hpp>
#include <runners/nightly/moves.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <mutex>

namespace wafercast {
namespace {

std::string text_of(const std::vector<Setting>& settings) {
  std::string text;
  for (const Setting& setting : settings) text += (text.empty() ? "" : " ") + setting.name + "=" + setting.value;
  return text;
}

RunKey key_of(const Subject& subject, const Scenario& scenario, const NightlyPlan& plan,
              const std::vector<std::string>& metrics) {
  std::string data;
  for (const InputFile& input : scenario.inputs) {
    if (input.path.ends_with(".csv")) data += input.digest + "\n";
  }
  RunKey key{.key = {},
             .scenario_hash = language::digest_of(scenario.resolved),
             .data_hash = language::digest_of(data),
             .seed = plan.seed,
             .paths = plan.paths,
             .program = this_program().build};
  // A binary knows itself by more than its revision: a build with local changes is another program.
  key.key = language::digest_of(fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", subject.label(), key.scenario_hash,
                                            key.data_hash, key.seed, key.paths, program_id(), fmt::join(metrics, " ")));
  return key;
}

/// What has been reported of the metrics that are kept, by scenarios that say what is believed and not what if.
std::vector<Reported> reported_of(const Scenario& scenario, const std::vector<std::string>& metrics) {
  constexpr int quarters = 20;
  std::vector<Reported> reported;
  const auto supposes = [](const ScenarioChange& change) { return change.kind == ScenarioChange::Kind::suppose; };
  if (std::ranges::any_of(scenario.changes, supposes)) return reported;
  for (const std::string& metric : metrics) {
    for (int back = quarters - 1; back >= 0; --back) {
      const FiscalQuarter quarter = scenario.last_reported - back;
      const auto value = scenario.history.first_reported_at(metric, quarter);
      const auto published = scenario.history.published.find(quarter);
      if (!value || published == scenario.history.published.end()) continue;
      reported.push_back({metric, to_string(quarter), *value, published->second});
    }
  }
  return reported;
}

/// The work of one night, shared by its threads.
class Nightwork {
 public:
  Nightwork(const NightRequest& request, Store& store, std::int64_t night)
      : request_(request), store_(store), night_(night) {}

  UnitOutcome run(const PlannedUnit& unit, const Callbacks& callbacks) {
    const auto begun = std::chrono::steady_clock::now();
    Subject subject{unit.named, text_of(unit.settings), unit.named};
    ScenarioRequest request = request_.how;
    request.file = unit.file;
    request.read.settings = unit.settings;
    request.seed = request_.plan.seed;
    request.threads = {1};
    try {
      Scenario scenario = read(request);
      subject.name = scenario.name;
      const std::vector<std::string> metrics =
          request_.plan.metrics.empty() ? scenario.score.headline : request_.plan.metrics;
      const RunKey key = key_of(subject, scenario, request_.plan, metrics);
      const std::vector<Reported> reported = reported_of(scenario, metrics);
      if (auto there = known(subject, key)) {
        there->reported = reported;
        return *std::move(there);
      }
      if (request_.dry_run) return {subject, UnitOutcome::State::waiting, usual_seconds(subject)};
      RunRecord record{.subject = subject, .key = key, .as_of = scenario.as_of, .inputs = scenario.inputs};
      try {
        const Prepared prepared = prepare(std::move(scenario), request);
        auto forecast = forecast_chosen(prepared, metrics, request_.plan.paths, {1}, callbacks);
        if (!forecast) return {subject, UnitOutcome::State::waiting};
        record.forecast = std::move(forecast->forecast);
        if (record.forecast.failed_paths > 0) {
          record.error = fmt::format("{} of {} paths failed", record.forecast.failed_paths, request_.plan.paths);
        }
        if (request_.plan.keep_summaries) {
          ByteWriter bytes;
          forecast->summary.write(bytes);
          record.summary = bytes.bytes();
        }
      } catch (const std::exception& error) {  // whatever it is, the others go on
        record.error = error.what();
      }
      record.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
      UnitOutcome outcome = keep(record);
      outcome.reported = reported;
      return outcome;
    } catch (const InputError& error) {
      return keep(unreadable(subject, error.what()));
    }
  }

 private:
  double usual_seconds(const Subject& subject) {
    const std::scoped_lock lock(mutex_);
    return store_.usual_seconds(subject).value_or(0.0);
  }

  std::optional<UnitOutcome> known(const Subject& subject, const RunKey& key) {
    const std::scoped_lock lock(mutex_);
    const auto there = store_.find_run(key.key);
    if (!there || (request_.retry_failed && !there->error.empty())) return std::nullopt;
    if (!request_.dry_run) store_.note_seen(night_, subject, there->id);
    const bool failed = !there->error.empty();
    return UnitOutcome{subject, failed ? UnitOutcome::State::failed : UnitOutcome::State::known, 0.0, there->error,
                       there};
  }

  /// A scenario that could not be read has no digest of what it says: what was said of it stands for it.
  RunRecord unreadable(const Subject& subject, const std::string& why) const {
    RunRecord record{.subject = subject, .key = {}, .error = why};
    record.key.key = language::digest_of(subject.label() + "\n" + why);
    return record;
  }

  UnitOutcome keep(const RunRecord& record) {
    UnitOutcome outcome{record.subject, record.error.empty() ? UnitOutcome::State::made : UnitOutcome::State::failed,
                        record.seconds, record.error};
    if (request_.dry_run) return outcome;
    const std::scoped_lock lock(mutex_);
    store_.add_run(night_, record);
    outcome.run = store_.find_run(record.key.key);
    return outcome;
  }

  const NightRequest& request_;
  Store& store_;
  std::int64_t night_;
  std::mutex mutex_;  ///< of the store
};

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

}  // namespace

const char* word_of(UnitOutcome::State state) {
  constexpr const char* words[] = {"made", "known", "failed", "waiting"};
  return words[static_cast<std::size_t>(state)];
}

std::optional<NightResult> run_night(const NightRequest& request,
                                     const std::function<void(const UnitOutcome&)>& on_unit,
                                     const Callbacks& callbacks) {
  const std::vector<PlannedUnit> units = asked_for(request);
  if (!Database::is_server(request.plan.store)) {
    std::error_code told_when_it_is_opened;
    std::filesystem::create_directories(std::filesystem::path(request.plan.store).parent_path(),
                                        told_when_it_is_opened);
  }
  Store store(request.plan.store, Database::Access::write);
  NightResult result;
  if (!request.dry_run) {
    const auto unfinished = request.resume ? store.unfinished_night(request.plan.name) : std::nullopt;
    result.night = unfinished ? unfinished->id : store.begin_night(request.plan.name, this_program().build);
    std::vector<Subject> subjects;
    for (const PlannedUnit& unit : units) subjects.push_back({unit.named, text_of(unit.settings), unit.named});
    store.enter_subjects(subjects);
  }
  Nightwork work(request, store, result.night);
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
  if (callbacks.stop()) return std::nullopt;
  if (request.dry_run) return result;
  result.moves = moves_of(request, units, result.units, store, result.night);
  result.alerts = alerts_of(result.units, result.moves);
  for (const UnitOutcome& unit : result.units) {
    constexpr double unlikely = 0.01;
    const std::vector<ScoredNight> record = record_of(unit, store);
    if (chance_of_so_few(record) > unlikely) continue;
    result.alerts.push_back({unit.subject, "calibration",
                             fmt::format("{} of {} reported figures lay within their nine in ten",
                                         std::ranges::count(record, true, &ScoredNight::in_90), record.size())});
  }
  store.add_alerts(result.night, result.alerts);
  store.finish_night(result.night);
  return result;
}

}  // namespace wafercast
