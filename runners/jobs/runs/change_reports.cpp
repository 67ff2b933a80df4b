#include <runners/jobs/runs/change_reports.hpp>

#include <engine/insight/driver_draws.hpp>
#include <engine/insight/paired.hpp>
#include <engine/insight/series_draws.hpp>
#include <engine/insight/supposed.hpp>
#include <runners/jobs/runs/idle_changes.hpp>
#include <runners/jobs/runs/models.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace wafercast {
namespace {

constexpr std::int64_t paths_for_figures = 4096;
constexpr std::int64_t paths_for_medians = 16'384;
constexpr int quarter_shown = 3;  ///< of a belief that moves in time: a year ahead

using Figures = ChangeReport::Figures;

/// Whether a change named `target` is of a driver: it names the driver, or a part of what it says.
bool is_belief(const ScenarioChange& change) {
  return change.kind == ScenarioChange::Kind::believe;
}

/// The driver that a change is of, in the model's list; −1 for none.
int driver_of(const ScenarioChange& change, const Model& model) {
  const auto found =
      std::ranges::find_if(model.drivers(), [&](const DriverSpec& spec) { return concerns(change, spec.name); });
  return found == model.drivers().end() ? -1 : static_cast<int>(found - model.drivers().begin());
}

void add_supposed(const Prepared& prepared, Threads threads, std::vector<ChangeReport>& reports) {
  const Plan believed = compile(as_believed(prepared.scenario), *prepared.model);
  const Draws draws = prepared.draws_for(believed);
  const auto supposed = supposed_drivers({believed, draws.sampler()}, {prepared.plan, prepared.sampler()},
                                         *prepared.model, paths_for_figures, threads);
  for (const SupposedDriver& driver : supposed) {
    // Several changes of a driver act together: the figures stand with the last of them.
    const auto last = std::find_if(reports.rbegin(), reports.rend(), [&](const ChangeReport& report) {
      return !is_belief(report.change) && concerns(report.change, driver.driver);
    });
    if (last == reports.rend()) continue;
    last->figures.push_back(Figures{.driver = driver.driver,
                                    .unit = driver.unit,
                                    .quarter = prepared.scenario.first + driver.quarter,
                                    .before = driver.before,
                                    .after = driver.after,
                                    .learnt = std::nullopt});
  }
}

void add_believed(const Prepared& prepared, const Prepared& base, Threads threads, std::vector<ChangeReport>& reports) {
  const int quarter = std::min(quarter_shown, prepared.plan.timeline.quarters() - 1);
  for (ChangeReport& report : reports) {
    const int driver = is_belief(report.change) ? driver_of(report.change, *prepared.model) : -1;
    const std::string name = driver < 0 ? "" : prepared.model->drivers()[static_cast<std::size_t>(driver)].name;
    const auto in_base = std::ranges::find(base.model->drivers(), name, &DriverSpec::name);
    if (driver < 0 || in_base == base.model->drivers().end()) continue;
    const auto range = [&](const Prepared& of, int index, const Sampler& sampler) {
      const std::vector<DriverPoint> point = {{index, Timeline::horizon + quarter}};
      return range_of(values_of(draw_drivers(of.plan, *of.model, sampler, point, paths_for_figures, threads), 0));
    };
    const bool moves = prepared.plan.drivers[static_cast<std::size_t>(driver)].moves;
    report.figures.push_back(
        Figures{.driver = name,
                .unit = in_base->unit,
                .quarter = moves ? std::optional(prepared.scenario.first + quarter) : std::nullopt,
                .before = range(base, static_cast<int>(in_base - base.model->drivers().begin()), base.sampler()),
                .after = range(prepared, driver, *prepared.draws.prior),
                .learnt = range(prepared, driver, prepared.sampler())});
  }
}

/// How far other beliefs moved sales and margin of the last year that both forecast: what the scenario supposes
/// besides is left out.
std::vector<MovedMetric> moved_metrics(const Prepared& prepared, const Prepared& base, ScenarioRequest request) {
  request.file = prepared.scenario.file;
  request.read.changes = Changes::beliefs;
  const Scenario believed = read(request);
  const std::unique_ptr<Model> model = make_model(believed);
  const Plan plan = compile(believed, *model);
  const Draws draws = prepared.draws_for(plan);
  std::vector<MovedMetric> moved;
  for (const std::string& metric : usual_metrics(prepared.scenario.score)) {
    const auto last = std::find_if(plan.series.rbegin(), plan.series.rend(),
                                   [&](const SeriesKey& key) { return key.metric == metric && key.period.is_year(); });
    const int before = last == plan.series.rend() ? -1 : find_series(base.plan, last->metric, last->period);
    if (before < 0) continue;
    const Eigen::MatrixXd in_base =
        draw_series(base.plan, *base.model, base.sampler(), {before}, paths_for_medians, request.threads);
    const Eigen::MatrixXd here =
        draw_series(plan, *model, draws.sampler(), {find_series(plan, last->metric, last->period)}, paths_for_medians,
                    request.threads);
    moved.push_back({last->metric, last->unit, last->period, median_change(values_of(in_base, 0), values_of(here, 0))});
  }
  return moved;
}

/// Said where other beliefs moved none of the medians by more than their error or a thousandth: levels that the last
/// report anchors are learnt away.
std::vector<std::string> absorbed(const std::vector<MovedMetric>& moved) {
  constexpr double least = 1e-3;
  std::string figures;
  for (const MovedMetric& metric : moved) {
    const MedianChange& median = metric.median;
    const double shown = metric.unit == "fraction" ? least : least * std::abs(median.before);
    if (std::abs(median.change) > std::max(shown, 2.0 * median.error)) return {};
    figures += fmt::format("{}{}[{}]", figures.empty() ? "" : ", ", metric.metric, to_string(metric.period));
  }
  if (figures.empty()) return {};
  return {
      fmt::format("what is believed otherwise moves {} by less than 0.1%: the data explain it away, as they do a "
                  "level that the last report anchors; 'override' supposes it from today on",
                  figures)};
}

}  // namespace

void describe_changes(const Prepared& prepared, const ScenarioRequest& request, RunDescription& run) {
  const Scenario& scenario = prepared.scenario;
  run.age_of_news = scenario.age_of_news;
  run.notes = scenario.notes;
  run.notes.insert(run.notes.end(), prepared.plan.notes.begin(), prepared.plan.notes.end());
  for (std::string& note : prepared.model->notes()) run.notes.push_back(std::move(note));
  if (prepared.learnt) {
    run.notes.insert(run.notes.end(), prepared.learnt->notes.begin(), prepared.learnt->notes.end());
  }
  for (const ScenarioChange& change : scenario.changes) run.changes.push_back({change});
  const auto caution = [&](std::vector<std::string> said) {
    run.cautions.insert(run.cautions.end(), said.begin(), said.end());
    run.notes.insert(run.notes.end(), said.begin(), said.end());
  };
  caution(prepared.plan.idle);
  caution(idle_suppositions(prepared, request));
  if (run.changes.empty()) return;
  add_supposed(prepared, request.threads, run.changes);
  if (std::ranges::none_of(scenario.changes, is_of_beliefs) || scenario.root == scenario.file) return;
  ScenarioRequest same = request;
  same.file = scenario.root;
  same.read.as_of = scenario.as_of;
  same.read.quarters = scenario.quarters;
  const Prepared base = prepare(same);
  add_believed(prepared, base, request.threads, run.changes);
  const std::vector<std::string> idle = idle_beliefs(prepared, base);
  caution(idle);
  run.moved = moved_metrics(prepared, base, same);
  const bool of_drivers = std::ranges::any_of(scenario.changes, [&](const ScenarioChange& change) {
    return is_of_beliefs(change) && driver_of(change, *prepared.model) >= 0;
  });
  if (idle.empty() && of_drivers) caution(absorbed(run.moved));
}

std::vector<LimitReport> limit_reports(const Prepared& prepared, const std::vector<std::int64_t>& counts) {
  std::vector<LimitReport> limits;
  for (std::size_t d = 0; d < prepared.plan.drivers.size(); ++d) {
    const int first = prepared.plan.drivers[d].first_limit_row;
    for (int q = 0; first >= 0 && q < prepared.plan.timeline.quarters(); ++q) {
      const std::int64_t paths = counts[static_cast<std::size_t>(first + q)];
      if (paths > 0) limits.push_back({prepared.model->drivers()[d].name, prepared.scenario.first + q, paths});
    }
  }
  return limits;
}

}  // namespace wafercast
