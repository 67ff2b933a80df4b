#include <runners/jobs/studies/paired_study.hpp>

#include <engine/core/parallel.hpp>
#include <engine/insight/series_draws.hpp>
#include <runners/jobs/runs/series_choice.hpp>
#include <runners/jobs/runs/undefined.hpp>

#include <algorithm>
#include <utility>

namespace wafercast {
namespace {

bool forecasts(const Plan& plan, const std::string& metric) {
  return std::ranges::any_of(plan.series, [&](const SeriesKey& key) { return key.metric == metric; });
}

/// Rows of the plan, by metric in the order asked for, and by period.
std::vector<int> chosen_rows(const Scenario& scenario, const Plan& plan, const Model& model,
                             const ComparedChoice& choice) {
  std::vector<std::string> metrics = choice.metrics;
  if (metrics.empty()) {
    for (const std::string& metric : brief_metrics(scenario, model)) {
      if (forecasts(plan, metric)) metrics.push_back(metric);
    }
  }
  if (metrics.empty()) metrics = usual_metrics_of(scenario);
  std::vector<int> rows;
  for (const std::string& metric : metrics) {
    for (const std::string& period : choice.periods) rows.push_back(choose_series(plan, metric, period));
    if (!choice.periods.empty()) continue;
    if (!forecasts(plan, metric)) choose_series(plan, metric, "");  // says which there are
    for (std::size_t row = 0; row < plan.series.size(); ++row) {
      if (plan.series[row].metric == metric) rows.push_back(static_cast<int>(row));
    }
  }
  return rows;
}

}  // namespace

void check_choice(const ComparedChoice& choice, const Scenario& scenario, const Plan& plan, const Model& model) {
  if (!choice.metrics.empty() || !choice.periods.empty()) chosen_rows(scenario, plan, model, choice);
}

ScenarioRequest with_checked(ScenarioRequest request, ComparedChoice choice) {
  request.examine = [choice = std::move(choice)](const Scenario& scenario, const Plan& plan, const Model& model) {
    check_choice(choice, scenario, plan, model);
  };
  return request;
}

ComparedChoice resolved(const Prepared& prepared, ComparedChoice choice) {
  check_choice(choice, prepared.scenario, prepared.plan, *prepared.model);
  const Timeline& timeline = prepared.plan.timeline;
  for (std::string& period : choice.periods) {
    if (const auto asked = parse_period(period, timeline.first(), timeline.calendar())) period = to_string(*asked);
  }
  return choice;
}

PathGroups groups_of(const Prepared& prepared) {
  if (!prepared.learnt) return {};
  return {prepared.learnt->posterior.groups, prepared.learnt->posterior.members};
}

PairedStudy::PairedStudy(const Prepared& base, const ComparedChoice& choice, std::int64_t paths, Threads threads)
    : paths_(paths), threads_(threads), grouped_(groups_of(base)) {
  const std::vector<int> rows = chosen_rows(base.scenario, base.plan, *base.model, choice);
  for (const int row : rows) series_.push_back(base.plan.series[static_cast<std::size_t>(row)]);
  base_ = draw(base, rows);
}

std::vector<std::optional<Difference>> PairedStudy::against(const Prepared& other) const {
  std::vector<int> rows;
  std::vector<std::size_t> shared;
  for (std::size_t s = 0; s < series_.size(); ++s) {
    const int row = find_series(other.plan, series_[s].metric, series_[s].period);
    if (row < 0) continue;
    rows.push_back(row);
    shared.push_back(s);
  }
  const Eigen::MatrixXd values = draw(other, rows);
  std::vector<std::optional<Difference>> differences(series_.size());
  parallel_for(static_cast<std::int64_t>(shared.size()), threads_, [&](int, std::int64_t i) {
    const std::size_t s = shared[static_cast<std::size_t>(i)];
    differences[s] = difference_of(values_of(base_, static_cast<Eigen::Index>(s)), values_of(values, i),
                                   series_[s].scale, series_[s].offset, grouped_);
  });
  return differences;
}

void PairedStudy::note_undefined_in(Explanation& about) const {
  for (std::size_t s = 0; s < series_.size(); ++s) {
    note_undefined(series_[s], values_of(base_, static_cast<Eigen::Index>(s)), about);
  }
}

std::int64_t PairedStudy::failed_paths(const std::vector<std::optional<Difference>>& differences) const {
  std::int64_t failed = 0;
  for (std::size_t s = 0; s < series_.size(); ++s) {
    if (differences[s] && !series_[s].may_be_undefined) failed = std::max(failed, paths_ - differences[s]->paths);
  }
  return failed;
}

Eigen::MatrixXd PairedStudy::draw(const Prepared& prepared, const std::vector<int>& rows) const {
  return draw_series(prepared.plan, *prepared.model, prepared.sampler(), rows, paths_, threads_);
}

}  // namespace wafercast
