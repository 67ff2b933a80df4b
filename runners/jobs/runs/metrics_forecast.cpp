#include <runners/jobs/runs/metrics_forecast.hpp>

#include <engine/forecast/chosen_series.hpp>
#include <engine/forecast/plan_questions.hpp>
#include <engine/learning/ensemble_error.hpp>
#include <engine/simulation/simulate.hpp>

#include <algorithm>
#include <memory>

namespace wafercast {

std::optional<MetricsForecast> forecast_metrics(const Prepared& prepared, const std::vector<std::string>& metrics,
                                                std::int64_t paths, Threads threads, const Callbacks& callbacks) {
  const Plan& plan = prepared.plan;
  const std::vector<PlannedQuestion> questions = plan_questions(prepared.scenario.questions, plan);
  std::vector<int> rows;
  for (int row = 0; row < static_cast<int>(plan.series.size()); ++row) {
    const bool named = std::ranges::find(metrics, plan.series[static_cast<std::size_t>(row)].metric) != metrics.end();
    const bool asked = std::ranges::find(questions, row, &PlannedQuestion::series) != questions.end();
    if (named || asked) rows.push_back(row);
  }
  std::vector<SeriesKey> series;
  for (const int row : rows) series.push_back(plan.series[static_cast<std::size_t>(row)]);
  std::vector<PlannedQuestion> of_chosen = questions;
  for (PlannedQuestion& question : of_chosen) {
    question.series = static_cast<int>(std::ranges::find(rows, question.series) - rows.begin());
  }
  std::vector<std::unique_ptr<Summary>> summaries;
  std::vector<std::unique_ptr<ChosenSeries>> chosen;
  for (int slot = 0; slot < worker_slots(threads); ++slot) {
    summaries.push_back(std::make_unique<Summary>(series, plan.event_names, of_chosen));
    chosen.push_back(
        std::make_unique<ChosenSeries>(rows, static_cast<int>(plan.event_names.size()), *summaries.back()));
  }
  const RunOptions options{.paths = paths,
                           .threads = threads,
                           .progress = [&](std::int64_t done) { callbacks.progress(done, paths); },
                           .stop = callbacks.stop};
  const auto consumer = [&](int slot) -> BlockConsumer& { return *chosen[static_cast<std::size_t>(slot)]; };
  if (!simulate(plan, *prepared.model, prepared.sampler(), options, consumer)) return std::nullopt;
  for (std::size_t slot = 1; slot < summaries.size(); ++slot) summaries[0]->merge(*summaries[slot], threads);
  MetricsForecast result{summaries[0]->forecast(), std::move(*summaries[0])};
  add_ensemble_error(result.forecast, plan, *prepared.model, prepared.sampler(), questions, prepared.grouped(paths),
                     threads);
  return result;
}

}  // namespace wafercast
