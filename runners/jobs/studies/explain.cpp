#include <runners/jobs/studies/explain.hpp>

#include <engine/core/suggest.hpp>
#include <engine/insight/driver_draws.hpp>
#include <engine/language/syntax/text.hpp>
#include <engine/learning/past_window.hpp>
#include <runners/jobs/runs/models.hpp>
#include <runners/jobs/runs/prepare.hpp>
#include <runners/jobs/studies/explain_figure.hpp>
#include <runners/jobs/studies/names.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace wafercast {
namespace {

constexpr std::int64_t explained_paths = 4096;
constexpr int cells = 32;

const char* shape_of(Support support) {
  switch (support) {
    case Support::real:
      return "any number";
    case Support::positive:
      return "above zero";
    case Support::fraction:
      return "between 0 and 100%";
  }
  return "";
}

void add_histogram(Eigen::VectorXd values, DriverExplanation& driver) {
  std::ranges::sort(values);
  const auto at = [&](double p) {
    return values[static_cast<Eigen::Index>(std::lround(p * static_cast<double>(values.size() - 1)))];
  };
  driver.low = at(0.01);
  driver.high = at(0.99);
  driver.histogram.assign(cells, 0);
  if (!(driver.high > driver.low)) return;
  for (const double value : values) {
    const double cell = std::floor(cells * (value - driver.low) / (driver.high - driver.low));
    if (cell >= 0.0 && cell < cells) ++driver.histogram[static_cast<std::size_t>(cell)];
  }
}

/// A driver as it was believed and as it was learnt, in some slices of a plan.
struct DriverDraws {
  Eigen::MatrixXd believed, learnt;  ///< a column a slice
};

/// What draws a plan, and what it is drawn for.
struct DrawnPlan {
  const Plan& plan;
  const Model& model;
  const Draws& draws;
};

DriverDraws draw(const DrawnPlan& drawn, int driver, const std::vector<int>& slices, Threads threads) {
  std::vector<DriverPoint> points;
  for (const int slice : slices) points.push_back({driver, slice});
  const auto with = [&](const Sampler& sampler) {
    return draw_drivers(drawn.plan, drawn.model, sampler, points, explained_paths, threads);
  };
  return {with(*drawn.draws.prior), with(drawn.draws.sampler())};
}

std::vector<DriverExplanation::Quarter> quarters_of(const DriverDraws& draws, FiscalQuarter first) {
  std::vector<DriverExplanation::Quarter> quarters;
  for (Eigen::Index q = 0; q < draws.believed.cols(); ++q) {
    quarters.push_back(
        {first + static_cast<int>(q), range_of(values_of(draws.believed, q)), range_of(values_of(draws.learnt, q))});
  }
  return quarters;
}

/// The run over the past from which the scenario learns; nothing where it learns nothing.
class Past {
 public:
  explicit Past(const Prepared& prepared) {
    std::vector<std::string> told_of_the_forecast;
    if (prepared.learnt) window_ = past_window(prepared.scenario, make_model_for, told_of_the_forecast);
    if (window_) draws_ = prepared.draws_for(window_->plan);
  }

  /// The quarter in which the run starts and those after it, up to the last reported one.
  std::vector<DriverExplanation::Quarter> of(int driver, Threads threads) const {
    if (!window_ || !window_->plan.drivers[static_cast<std::size_t>(driver)].moves) return {};
    std::vector<int> slices{Timeline::anchor};
    for (int q = 0; q < window_->quarters; ++q) slices.push_back(Timeline::horizon + q);
    return quarters_of(draw({window_->plan, *window_->model, draws_}, driver, slices, threads),
                       window_->plan.timeline.last_reported());
  }

 private:
  std::optional<PastWindow> window_;
  Draws draws_;
};

DriverExplanation explained(const Prepared& prepared, const Past& past, const ScenarioRequest& request, int driver) {
  const DriverSpec& spec = prepared.model->drivers()[static_cast<std::size_t>(driver)];
  DriverExplanation explanation{.name = spec.name,
                                .unit = spec.unit,
                                .meaning = spec.meaning,
                                .group = spec.group,
                                .shape = shape_of(spec.support),
                                .stated = statements_of(request.file, request.read, spec.name),
                                .provenance = {},
                                .past = past.of(driver, request.threads),
                                .quarters = {},
                                .histogram = {}};
  const auto belief = std::ranges::find(prepared.scenario.drivers, spec.name, &DriverBelief::name);
  if (belief != prepared.scenario.drivers.end()) explanation.provenance = belief->provenance;
  const bool moves = prepared.plan.drivers[static_cast<std::size_t>(driver)].moves;
  std::vector<int> slices;
  for (int q = 0; q < (moves ? prepared.plan.timeline.quarters() : 1); ++q) slices.push_back(Timeline::horizon + q);
  const DriverDraws draws = draw({prepared.plan, *prepared.model, prepared.draws}, driver, slices, request.threads);
  explanation.quarters = quarters_of(draws, prepared.scenario.first);
  add_histogram(draws.learnt.col(0), explanation);
  return explanation;
}

}  // namespace

Explained explain(const ScenarioRequest& request, const std::string& name) {
  if (name.ends_with(']')) return explain_figure(request, name);
  const Prepared prepared = prepare(request);
  const auto named = [&](const std::string& candidate) {
    return candidate == name || (name.find('*') != std::string::npos && language::fits(name, candidate));
  };
  const Past past(prepared);
  Explained explained{prepared.scenario.name, prepared.scenario.as_of, {}, {}};
  std::vector<std::string> candidates;
  for (std::size_t d = 0; d < prepared.model->drivers().size(); ++d) {
    const std::string& driver = prepared.model->drivers()[d].name;
    candidates.push_back(driver);
    if (named(driver)) explained.drivers.push_back(wafercast::explained(prepared, past, request, static_cast<int>(d)));
  }
  for (const EventBelief& event : prepared.scenario.events) {
    const std::string event_name = "events." + event.name;
    candidates.push_back(event_name);
    if (!named(event_name)) continue;
    EventExplanation explanation{
        event_name, chance_of(event), {}, statements_of(request.file, request.read, event_name), {}};
    for (const EffectBelief& effect : event.effects) {
      constexpr const char* actions[] = {"cuts", "scales", "adds to", "sets", "delays"};
      explanation.effects.push_back(fmt::format("{} {}: {}{}", actions[static_cast<std::size_t>(effect.action)],
                                                effect.driver, effect.amount.text, effect.once ? ", once" : ""));
    }
    for (const auto& [word, others] : {std::pair{"requires", &event.require}, {"excludes", &event.exclude}}) {
      if (!others->empty()) explanation.effects.push_back(fmt::format("{} {}", word, fmt::join(*others, ", ")));
    }
    explanation.provenance = event.provenance;
    explained.events.push_back(std::move(explanation));
  }
  if (explained.drivers.empty() && explained.events.empty()) {
    throw InputError(Diagnostic{{request.file.string(), 0, 0},
                                fmt::format("there is no driver and no event '{}'", name),
                                did_you_mean(name, candidates)});
  }
  return explained;
}

}  // namespace wafercast
