#include <runners/jobs/studies/explain.hpp>

#include <engine/core/suggest.hpp>
#include <engine/insight/driver_draws.hpp>
#include <engine/language/syntax/text.hpp>
#include <runners/jobs/runs/prepare.hpp>
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

DriverExplanation explained(const Prepared& prepared, const ScenarioRequest& request, int driver) {
  const DriverSpec& spec = prepared.model->drivers()[static_cast<std::size_t>(driver)];
  DriverExplanation explanation{.name = spec.name,
                                .unit = spec.unit,
                                .meaning = spec.meaning,
                                .group = spec.group,
                                .shape = shape_of(spec.support),
                                .stated = statements_of(request.file, request.read, spec.name),
                                .provenance = {},
                                .quarters = {},
                                .histogram = {}};
  const auto belief = std::ranges::find(prepared.scenario.drivers, spec.name, &DriverBelief::name);
  if (belief != prepared.scenario.drivers.end()) explanation.provenance = belief->provenance;
  const bool moves = prepared.plan.drivers[static_cast<std::size_t>(driver)].moves;
  std::vector<DriverPoint> points;
  for (int q = 0; q < (moves ? prepared.plan.timeline.quarters() : 1); ++q)
    points.push_back({driver, Timeline::horizon + q});
  const auto draw = [&](const Sampler& sampler) {
    return draw_drivers(prepared.plan, *prepared.model, sampler, points, explained_paths, request.threads);
  };
  const Eigen::MatrixXd believed = draw(*prepared.draws.prior);
  const Eigen::MatrixXd learnt = draw(prepared.sampler());
  for (Eigen::Index q = 0; q < believed.cols(); ++q) {
    explanation.quarters.push_back({prepared.scenario.first + static_cast<int>(q), range_of(values_of(believed, q)),
                                    range_of(values_of(learnt, q))});
  }
  add_histogram(learnt.col(0), explanation);
  return explanation;
}

}  // namespace

Explained explain(const ScenarioRequest& request, const std::string& name) {
  const Prepared prepared = prepare(request);
  const auto named = [&](const std::string& candidate) {
    return candidate == name || (name.find('*') != std::string::npos && language::fits(name, candidate));
  };
  Explained explained{prepared.scenario.name, prepared.scenario.as_of, {}, {}};
  std::vector<std::string> candidates;
  for (std::size_t d = 0; d < prepared.model->drivers().size(); ++d) {
    const std::string& driver = prepared.model->drivers()[d].name;
    candidates.push_back(driver);
    if (named(driver)) explained.drivers.push_back(wafercast::explained(prepared, request, static_cast<int>(d)));
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
