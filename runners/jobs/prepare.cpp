#include <runners/jobs/prepare.hpp>

#include <engine/forecast/plan_questions.hpp>
#include <engine/language/syntax/file_bytes.hpp>
#include <runners/jobs/models.hpp>
#include <runners/jobs/posterior_cache.hpp>
#include <runners/jobs/program.hpp>

#include <fmt/format.h>

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

/// Conditions the scenario as it is believed, or recalls what came of it.
std::unique_ptr<Learnt> learnt(const Scenario& scenario, const ScenarioRequest& request) {
  const auto anew = [&] { return learn(scenario, make_model_for, request.seed, request.threads); };
  const std::string program = program_id();
  if (!scenario.conditioning || request.cache.empty() || program.empty()) return anew();
  const PosteriorCache cache(request.cache);
  const std::string key =
      language::digest_of(fmt::format("{}\n{}\n{}", scenario.evidence_digest, request.seed, program));
  auto known = cache.find(key);
  if (!known) {
    known = anew();
    if (known) cache.keep(key, *known);
  }
  return known;
}

}  // namespace

Draws Prepared::draws_for(const Plan& other) const {
  Draws of_other{std::make_unique<PhiloxSampler>(seed, other.draws)};
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
  return read_scenario(request.file, for_models_of_this_program(request.read));
}

Compiled compile_for_model(const Scenario& scenario) {
  std::unique_ptr<Model> model = make_model(scenario);
  Plan plan = compiled(scenario, *model);
  return {std::move(model), std::move(plan)};
}

Prepared prepare(const ScenarioRequest& request) {
  return prepare(read(request), request);
}

Prepared prepare(Scenario scenario, const ScenarioRequest& request) {
  auto [model, plan] = compile_for_model(scenario);
  Prepared prepared{std::move(scenario), std::move(model), std::move(plan), request.seed};
  prepared.learnt = learnt(prepared.scenario, request);
  prepared.draws = prepared.draws_for(prepared.plan);
  return prepared;
}

}  // namespace wafercast
