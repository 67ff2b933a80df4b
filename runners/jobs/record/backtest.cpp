#include <runners/jobs/record/backtest.hpp>

#include <engine/core/parallel.hpp>
#include <engine/scenario/reliance.hpp>
#include <runners/jobs/record/backtest_origin.hpp>
#include <runners/jobs/record/backtest_years.hpp>
#include <runners/jobs/runs/prepare.hpp>
#include <runners/jobs/runs/program.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <future>
#include <iterator>
#include <utility>
#include <vector>

namespace wafercast {
namespace {

constexpr int usual_origins = 9;

void append(Backtest part, Backtest& all) {
  const auto move_all = [](auto& from, auto& to) { std::ranges::move(from, std::back_inserter(to)); };
  all.metric_titles.merge(part.metric_titles);
  move_all(part.forecasts, all.forecasts);
  move_all(part.questions, all.questions);
  move_all(part.years, all.years);
  move_all(part.years_ahead, all.years_ahead);
}

/// The origins, and the days on which years were expected, side by side on a thread each: much of what either takes
/// knows no threads. No when it was stopped.
bool add_parts(BacktestRequest request, const History& record, Backtest& backtest, const Callbacks& callbacks) {
  const Threads threads = std::exchange(request.scenario.threads, Threads{1});
  std::vector<std::function<Backtest()>> parts;
  for (FiscalQuarter origin = backtest.first_origin; origin <= backtest.last_origin; origin = origin + 1) {
    if (!record.published.contains(origin)) continue;
    parts.emplace_back([&, origin] { return backtest_from(origin, request, record); });
  }
  const YearsByDay expected = years_expected(backtest, record);
  for (const auto& day : expected) {
    parts.emplace_back([&] { return backtest_years(day.first, day.second, request, record); });
  }
  std::vector<std::future<Backtest>> said(parts.size());
  std::atomic<std::int64_t> done = 0;
  const auto count = static_cast<std::int64_t>(parts.size());
  const auto run = [&](int, std::int64_t index) {
    const auto part = static_cast<std::size_t>(index);
    std::packaged_task<Backtest()> task(std::move(parts[part]));
    said[part] = task.get_future();
    task();
    callbacks.progress(++done, count);
  };
  parallel_for(count, threads, run, callbacks.stop);
  if (callbacks.stop()) return false;
  for (auto& part : said) append(part.get(), backtest);  // of several that fail, the first says why
  return true;
}

/// A scenario that does not say what is scored cannot be.
void require_score(const Scenario& scenario) {
  if (!scenario.score.headline.empty()) return;
  throw InputError(Diagnostic{{scenario.file, 0, 0},
                              "the scenario does not say what to score ('score')",
                              "add 'score: {sales: revenue, headline: [revenue]}'"});
}

}  // namespace

void require_origin(const History& record, const std::optional<FiscalQuarter>& origin, const std::string& file) {
  if (!origin || record.published.contains(*origin)) return;
  throw InputError(Diagnostic{{file, 0, 0},
                              fmt::format("{} is in no row of the reported history", to_string(*origin)),
                              fmt::format("choose origins from {} to {}", to_string(record.published.begin()->first),
                                          to_string(record.published.rbegin()->first))});
}

void require_some_origin(const Backtest& backtest) {
  if (backtest.first_origin <= backtest.last_origin) return;
  throw InputError(Diagnostic{{},
                              fmt::format("there is no origin from {} to {}", to_string(backtest.first_origin),
                                          to_string(backtest.last_origin)),
                              "name the earlier quarter with --from"});
}

void name_baselines(const Scenario& scenario, Backtest& backtest) {
  const Score& score = scenario.score;
  backtest.sales = score.sales;
  for (const std::string& metric : score.headline) {
    backtest.baselines[metric] = metric == score.margin ? "guided_margin" : "guided";
  }
}

std::optional<Backtest> backtest(const BacktestRequest& request, const Callbacks& callbacks) {
  const Scenario latest = read(request.scenario);
  require_score(latest);
  const History& record = latest.history;
  require_origin(record, request.first_origin, latest.file);
  require_origin(record, request.last_origin, latest.file);
  Backtest backtest;
  backtest.scenario = latest.name;
  backtest.data_folder =
      request.scenario.read.data_folder ? request.scenario.read.data_folder->string() : "the scenario's own";
  backtest.last_origin = request.last_origin.value_or(record.published.rbegin()->first);
  backtest.first_origin = request.first_origin.value_or(backtest.last_origin - (usual_origins - 1));
  backtest.paths = request.paths;
  backtest.seed = request.scenario.seed;
  backtest.relies_on = name_of(request.scenario.reliance);
  backtest.version = this_program().version;
  backtest.build = this_program().build;
  backtest.record = record;
  name_baselines(latest, backtest);

  request.begin(backtest.first_origin, backtest.last_origin);
  require_some_origin(backtest);
  if (!add_parts(request, record, backtest, callbacks)) return std::nullopt;
  const std::vector<std::string>& headline = latest.score.headline;
  for (const ScoredForecast& forecast : backtest.forecasts) {
    const bool is_headline = std::ranges::find(headline, forecast.metric) != headline.end();
    const bool is_new = std::ranges::find(backtest.in_short, forecast.metric) == backtest.in_short.end();
    if (is_headline || !is_new) continue;
    backtest.in_short.push_back(forecast.metric);
    backtest.baselines.try_emplace(forecast.metric, "guided");
  }
  return backtest;
}

}  // namespace wafercast
