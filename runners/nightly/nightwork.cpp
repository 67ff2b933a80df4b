#include <runners/nightly/nightwork.hpp>

#include <engine/core/byte_stream.hpp>
#include <engine/core/digest.hpp>
#include <engine/core/printable.hpp>
#include <runners/jobs/runs/failure_words.hpp>
#include <runners/jobs/runs/metrics_forecast.hpp>
#include <runners/jobs/runs/program.hpp>
#include <runners/jobs/runs/series_choice.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace wafercast {
namespace {

RunKey key_of(const Subject& subject, const Scenario& scenario, const NightlyPlan& plan,
              const std::vector<std::string>& metrics) {
  std::string data;
  for (const InputFile& input : scenario.inputs) {
    if (input.path.ends_with(".csv")) data += input.digest + "\n";
  }
  RunKey key{.key = {},
             .scenario_hash = digest_of(scenario.resolved),
             .data_hash = digest_of(data),
             .seed = plan.seed,
             .paths = plan.paths,
             .program = this_program().build};
  // A binary knows itself by more than its revision: a build with local changes is another program.
  key.key = digest_of(fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", subject.label(), key.scenario_hash, key.data_hash,
                                  key.seed, key.paths, program_id(), fmt::join(metrics, " ")));
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

/// The metrics of a scenario that a plan keeps: a watch on anything else could never tell.
std::vector<std::string> kept_metrics(const NightlyPlan& plan, const Scenario& scenario) {
  std::vector<std::string> metrics;
  for (const KeptMetric& metric : plan.metrics) metrics.push_back(metric.name);
  if (metrics.empty()) metrics = scenario.score.headline;
  for (const Watch& watch : plan.watches) {
    const bool is_new = std::ranges::find(metrics, watch.of) == metrics.end();
    if (watch.kind == Watch::Kind::moves && is_new) metrics.push_back(watch.of);
  }
  return metrics;
}

std::vector<std::string> watched_periods(const NightlyPlan& plan, const Scenario& scenario) {
  std::vector<std::string> periods;
  for (const Watch& watch : plan.watches) {
    const auto period = parse_period(watch.period, scenario.first, scenario.calendar);
    periods.push_back(period ? to_string(*period) : watch.period);
  }
  return periods;
}

/// A scenario that could not be read has no digest of what it says: what was said of it stands for it.
RunRecord unreadable(const Subject& subject, const std::string& why) {
  RunRecord record{.subject = subject, .key = {}, .error = why};
  record.key.key = digest_of(subject.label() + "\n" + why);
  return record;
}

}  // namespace

struct Nightwork::Task {
  std::chrono::steady_clock::time_point begun;
  ScenarioRequest request;
  std::optional<Scenario> scenario{};
  std::vector<std::string> metrics{};
  std::vector<std::string> watched{};
  std::vector<Reported> reported{};
  RunRecord record;
};

Nightwork::Task Nightwork::read_task(const PlannedUnit& unit) const {
  Task task{.begun = std::chrono::steady_clock::now(),
            .request = request_.how,
            .record = {.subject = subject_of(unit), .key = {}}};
  task.request.file = unit.file;
  task.request.read.settings = unit.settings;
  task.request.seed = request_.plan.seed;
  task.request.threads = {1};
  Subject& subject = task.record.subject;
  try {
    task.scenario = read(task.request);
    const Scenario& scenario = *task.scenario;
    subject.name = printable_line(scenario.name);
    task.metrics = kept_metrics(request_.plan, scenario);
    task.watched = watched_periods(request_.plan, scenario);
    task.reported = reported_of(scenario, task.metrics);
    task.record.key = key_of(subject, scenario, request_.plan, task.metrics);
    task.record.as_of = scenario.as_of;
    task.record.inputs = scenario.inputs;
    for (InputFile& input : task.record.inputs) input.path = printable_line(input.path);
  } catch (const std::exception& error) {  // whatever it is, the others go on
    task.scenario.reset();
    task.record = unreadable(subject, printable(failure_words(error)));
  }
  return task;
}

UnitOutcome Nightwork::run(const PlannedUnit& unit, const Callbacks& callbacks) {
  Task task = read_task(unit);
  if (!task.scenario) return keep(task.record);
  if (auto there = known(task.record.subject, task.record.key)) {
    there->watched = std::move(task.watched);
    there->reported = std::move(task.reported);
    return *std::move(there);
  }
  if (request_.dry_run) return {task.record.subject, UnitOutcome::State::waiting, usual_seconds(task.record.subject)};
  return drawn(std::move(task), callbacks);
}

UnitOutcome Nightwork::drawn(Task task, const Callbacks& callbacks) {
  RunRecord& record = task.record;
  try {
    if (!draw(task, callbacks)) return {record.subject, UnitOutcome::State::waiting};
  } catch (const Stopped&) {  // while it learnt
    return {record.subject, UnitOutcome::State::waiting};
  } catch (const std::exception& error) {  // whatever it is, the others go on
    record.error = printable(failure_words(error));
    if (may_pass(error)) record.key.key += fmt::format(" in night {}", night_);  // so that the next night tries again
  }
  record.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - task.begun).count();
  UnitOutcome outcome = keep(record);
  outcome.watched = std::move(task.watched);
  outcome.reported = std::move(task.reported);
  return outcome;
}

bool Nightwork::draw(Task& task, const Callbacks& callbacks) const {
  RunRecord& record = task.record;
  const Prepared prepared = prepare(*std::move(task.scenario), task.request);
  auto forecast = forecast_metrics(prepared, task.metrics, request_.plan.paths, {1}, callbacks);
  if (!forecast) return false;
  record.forecast = std::move(forecast->forecast);
  if (record.forecast.failed_paths > 0) {
    record.error = fmt::format("{} of {} paths failed", record.forecast.failed_paths, request_.plan.paths);
  }
  if (request_.plan.keep_summaries) {
    ByteWriter bytes;
    forecast->summary.write(bytes);
    record.summary = bytes.bytes();
  }
  return true;
}

double Nightwork::usual_seconds(const Subject& subject) {
  const std::scoped_lock lock(mutex_);
  return store_ == nullptr ? 0.0 : store_->usual_seconds(subject).value_or(0.0);
}

std::optional<UnitOutcome> Nightwork::known(const Subject& subject, const RunKey& key) {
  if (store_ == nullptr) return std::nullopt;
  const std::scoped_lock lock(mutex_);
  const auto there = store_->find_run(key.key);
  if (!there || (request_.retry_failed && !there->error.empty())) return std::nullopt;
  if (!request_.dry_run) store_->note_seen(night_, subject, there->id);
  const bool failed = !there->error.empty();
  return UnitOutcome{subject, failed ? UnitOutcome::State::failed : UnitOutcome::State::known, 0.0, there->error,
                     there};
}

UnitOutcome Nightwork::keep(const RunRecord& record) {
  UnitOutcome outcome{record.subject, record.error.empty() ? UnitOutcome::State::made : UnitOutcome::State::failed,
                      record.seconds, record.error};
  if (request_.dry_run) return outcome;
  const std::scoped_lock lock(mutex_);
  store_->add_run(night_, record);
  outcome.run = store_->find_run(record.key.key);
  return outcome;
}

}  // namespace wafercast
