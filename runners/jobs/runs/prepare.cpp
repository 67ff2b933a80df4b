#include <runners/jobs/runs/prepare.hpp>

#include <engine/core/digest.hpp>
#include <engine/forecast/plan_questions.hpp>
#include <engine/scenario/reliance.hpp>
#include <runners/jobs/runs/models.hpp>
#include <runners/jobs/runs/posterior_cache.hpp>
#include <runners/jobs/runs/program.hpp>
#include <runners/jobs/runs/series_choice.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast {
namespace {

/// The scenario compiled, with all that the model has to say of it and of its questions at once.
Plan compiled(const Scenario& scenario, const Model& model) {
  try {
    Plan plan = compile(scenario, model);
    plan_questions(scenario.questions, plan);
    return plan;
  } catch (const InputError& error) {
    Diagnostics diagnostics;
    diagnostics.add(error.diagnostics());
    check_metrics(scenario, model, diagnostics);
    throw InputError(diagnostics.found());
  }
}

/// What the model would say of a scenario in which something was found already.
void look_further(const Scenario& scenario, Diagnostics& diagnostics) {
  try {
    compiled(scenario, *make_model(scenario));
  } catch (const InputError& error) {
    diagnostics.add(error.diagnostics());
  }
}

/// The series that people look at first; all of them where the scenario does not say which.
std::vector<int> series_shown(const Plan& plan, const Prepared& prepared) {
  const std::vector<std::string> metrics = brief_metrics(prepared.scenario, *prepared.model);
  std::vector<int> rows;
  for (int row = 0; row < static_cast<int>(plan.series.size()); ++row) {
    const std::string& metric = plan.series[static_cast<std::size_t>(row)].metric;
    if (metrics.empty() || std::ranges::find(metrics, metric) != metrics.end()) rows.push_back(row);
  }
  return rows;
}

/// All but what is drawn.
Prepared begin(Scenario scenario, const ScenarioRequest& request) {
  auto [model, plan] = compile_for_model(scenario);
  Prepared prepared{std::move(scenario), std::move(model), std::move(plan), request.seed, request.sampling};
  if (request.examine) request.examine(prepared.scenario, prepared.plan, *prepared.model);
  prepared.series = without_usual(request.series, prepared.scenario, *prepared.model, prepared.plan);
  prepared.rows = rows_asked(prepared.series, prepared.scenario, *prepared.model, prepared.plan);
  return prepared;
}

Dimensions dimensions_of(const Prepared& prepared, Threads threads) {
  // What is supposed must not change the order: two what-ifs of one scenario then share every draw.
  const Plan believed = compile(as_believed(prepared.scenario), *prepared.model);
  if (prepared.learnt) return beside_members(believed, prepared.learnt->draws);
  return important_first(believed, *prepared.model, series_shown(believed, prepared), prepared.seed, threads);
}

Prepared finish(Prepared prepared, const ScenarioRequest& request) {
  if (request.sampling.takes_points()) prepared.dimensions = dimensions_of(prepared, request.threads);
  prepared.draws = prepared.draws_for(prepared.plan);
  return prepared;
}

}  // namespace

GroupedPaths Prepared::grouped(std::int64_t paths) const {
  if (!learnt) return {sampling.takes_points() ? conditioning_groups : 1, paths, paths, sampling.takes_points()};
  return {learnt->posterior.groups, learnt->posterior.members, paths, sampling.takes_points()};
}

Draws Prepared::draws_for(const Plan& other) const {
  const std::int64_t paths = learnt ? learnt->posterior.members : sampling.paths;
  Draws of_other{sampler_of(sampling, seed, other.draws, dimensions, paths)};
  if (learnt) {
    of_other.posterior =
        std::make_unique<PosteriorSampler>(other.draws, *of_other.prior, learnt->draws, learnt->posterior);
  }
  return of_other;
}

ReadOptions for_models_of_this_program(ReadOptions options) {
  options.look_further = look_further;
  options.model_names = model_names();
  return options;
}

Scenario read(const ScenarioRequest& request) {
  return relying_on(request.reliance, read_scenario(request.file, for_models_of_this_program(request.read)));
}

Compiled compile_for_model(const Scenario& scenario) {
  std::unique_ptr<Model> model = make_model(scenario);
  Plan plan = compiled(scenario, *model);
  return {std::move(model), std::move(plan)};
}

std::unique_ptr<Learnt> learn_or_recall(const Scenario& scenario, const ScenarioRequest& request) {
  const auto anew = [&] {
    return learn(scenario, make_model_for, member_sampler(request.sampling, request.seed), request.threads,
                 request.stop);
  };
  const std::string program = program_id();
  if (!scenario.conditioning || request.cache.empty() || program.empty()) return anew();
  const PosteriorCache cache(request.cache, request.begun);
  const std::string key = digest_of(
      fmt::format("{}\n{}\n{}\n{}", scenario.evidence_digest, request.seed, name_of(request.sampling.kind), program));
  auto known = cache.find(key);
  if (!known) {
    known = anew();
    if (known) cache.keep(key, *known);
  }
  return known;
}

Prepared prepare(const ScenarioRequest& request) {
  return prepare(read(request), request);
}

Prepared prepare(Scenario scenario, const ScenarioRequest& request) {
  Prepared prepared = begin(std::move(scenario), request);
  prepared.learnt = learn_or_recall(prepared.scenario, request);
  return finish(std::move(prepared), request);
}

Prepared prepare(Scenario scenario, const ScenarioRequest& request, const Prepared& beside) {
  Prepared prepared = begin(std::move(scenario), request);
  const bool is_known = prepared.scenario.evidence_digest == beside.scenario.evidence_digest;
  prepared.learnt = is_known ? beside.learnt : learn_or_recall(prepared.scenario, request);
  return finish(std::move(prepared), request);
}

}  // namespace wafercast
