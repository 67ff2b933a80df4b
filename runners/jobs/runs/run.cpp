#include <runners/jobs/runs/run.hpp>

#include <engine/core/digest.hpp>
#include <engine/forecast/limit_tally.hpp>
#include <engine/forecast/plan_questions.hpp>
#include <engine/learning/ensemble_error.hpp>
#include <engine/simulation/simulate.hpp>
#include <runners/jobs/runs/describe_run.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace wafercast {
namespace {

/// Metrics that are no number on some paths, in words: a formula may divide by what is zero there.
std::vector<std::string> undefined_metrics(const Forecast& forecast) {
  const std::int64_t sound = forecast.paths - forecast.failed_paths;
  std::vector<std::string> cautions;
  for (const MetricForecast& metric : forecast.metrics) {
    std::int64_t most = 0;
    std::vector<std::string> periods;
    for (const auto& [period, distribution] : metric.periods) {
      if (distribution.paths == sound) continue;
      most = std::max(most, sound - distribution.paths);
      periods.push_back(to_string(period));
    }
    if (periods.empty()) continue;
    cautions.push_back(
        fmt::format("{} is undefined on {}{} of {} paths, {}{}; they are left out of it, and of it alone", metric.name,
                    periods.size() > 1 ? "up to " : "", most, sound, periods.front(),
                    periods.size() > 1 ? fmt::format(" and {} more periods", periods.size() - 1) : ""));
  }
  return cautions;
}

Counted nothing_counted(const Prepared& prepared, const SummarisedRows& rows) {
  const Plan& plan = prepared.plan;
  return {Summary(plan.series, rows, plan.event_names, plan_questions(prepared.scenario.questions, plan)),
          std::vector<std::int64_t>(static_cast<std::size_t>(plan.limit_rows), 0)};
}

/// What one worker counts, and what its blocks pass through on the way.
struct Counting {
  Counting(Counted nothing, int limit_rows, MemberValues* members)
      : counted(std::move(nothing)), limits(limit_rows, counted.summary), keeper(members, limits) {}

  Counted counted;
  LimitTally limits;
  MemberKeeper keeper;
};

}  // namespace

void Counted::merge(const Counted& other, Threads threads) {
  summary.merge(other.summary, threads);
  for (std::size_t row = 0; row < limits.size(); ++row) limits[row] += other.limits[row];
  if (!members) members = other.members;
}

Counted nothing_counted(const Prepared& prepared) {
  return nothing_counted(prepared, prepared.rows);
}

std::optional<Counted> count_paths(const Prepared& prepared, PathRange range, Threads threads,
                                   const Callbacks& callbacks) {
  return count_paths(prepared, prepared.rows, range, threads, callbacks);
}

std::optional<Counted> count_paths(const Prepared& prepared, const SummarisedRows& rows, PathRange range,
                                   Threads threads, const Callbacks& callbacks) {
  const Plan& plan = prepared.plan;
  std::shared_ptr<MemberValues> members;
  if (range.first == 0)
    members = room_for_members(prepared.grouped(range.count), rows.held, static_cast<int>(plan.event_names.size()));
  std::vector<std::unique_ptr<Counting>> counting;
  for (int slot = 0; slot < worker_slots(threads); ++slot) {
    counting.push_back(std::make_unique<Counting>(nothing_counted(prepared, rows), plan.limit_rows, members.get()));
  }
  const RunOptions options{.first_path = range.first,
                           .paths = range.count,
                           .threads = threads,
                           .progress = [&](std::int64_t done) { callbacks.progress(done, range.count); },
                           .stop = callbacks.stop,
                           .rows = rows.held};
  const auto consumer = [&](int slot) -> BlockConsumer& { return counting[static_cast<std::size_t>(slot)]->keeper; };
  if (!simulate(plan, *prepared.model, prepared.sampler(), options, consumer)) return std::nullopt;
  for (const auto& one : counting) one->limits.add_to(one->counted.limits);
  Counted& all = counting[0]->counted;
  for (std::size_t slot = 1; slot < counting.size(); ++slot) all.merge(counting[slot]->counted, threads);
  all.members = std::move(members);
  return std::move(all);
}

Forecast forecast_of(const Prepared& prepared, const Counted& counted, Threads threads) {
  Forecast forecast = counted.summary.forecast(threads);
  add_ensemble_error(forecast, prepared.plan, *prepared.model, prepared.sampler(),
                     plan_questions(prepared.scenario.questions, prepared.plan),
                     prepared.grouped(counted.summary.paths()), threads, counted.members.get());
  return forecast;
}

RunResult conclude(const Prepared& prepared, const RunRequest& request, const Counted& counted) {
  RunResult result{forecast_of(prepared, counted, request.scenario.threads), {}};
  result.description = describe_run(prepared, request, counted);
  // Who asks for few paths wants an answer at once, not six learnings more.
  constexpr std::int64_t paths_of_a_glance = 1000;
  if (request.told == Told::beliefs_and_record && counted.summary.paths() >= paths_of_a_glance)
    result.description.beliefs_and_record = beliefs_and_record(prepared, request.scenario, result.forecast);
  const std::vector<std::string> undefined = undefined_metrics(result.forecast);
  for (auto* told : {&result.description.cautions, &result.description.notes}) {
    told->insert(told->begin(), undefined.begin(), undefined.end());
  }
  return result;
}

std::optional<RunResult> run(const RunRequest& request, const Callbacks& callbacks) {
  const Prepared prepared = prepare(request.scenario);
  const auto counted = count_paths(prepared, {.first = 0, .count = request.paths}, request.scenario.threads, callbacks);
  if (!counted) return std::nullopt;
  RunRequest as_counted = request;
  as_counted.scenario.series = prepared.series;
  return conclude(prepared, as_counted, *counted);
}

}  // namespace wafercast
