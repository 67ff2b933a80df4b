#include <wafercast/cli/prepared.hpp>

#include <wafercast/cli/models.hpp>
#include <wafercast/forecast/plan_questions.hpp>

namespace wafercast {
namespace {

/// Conditions the scenario as it is believed.
void learn(Prepared& prepared, Threads threads) {
  const Evidence evidence(prepared.scenario, make_model);
  if (evidence.observations().empty()) return;
  const PhiloxSampler prior(prepared.seed, evidence.draws());
  const ConditioningOptions conditioning{.members = prepared.scenario.conditioning->members,
                                         .groups = conditioning_groups,
                                         .seed = prepared.seed,
                                         .threads = threads};
  prepared.learnt =
      std::make_unique<Posterior>(condition(evidence.draws(), prior, evidence, evidence.observations(), conditioning));
  prepared.learnt_draws = evidence.draws();
  prepared.learnt_scales = evidence.scales();
}

/// The scenario compiled, with all that the model has to say of it and of its questions at once.
Plan compiled(const Scenario& scenario, const Model& model) {
  try {
    Plan plan = compile(scenario, model);
    plan_questions(scenario.questions, plan);
    return plan;
  } catch (const InputError& error) {
    Diagnostics diagnostics;
    for (const Diagnostic& found : error.diagnostics()) {
      diagnostics.error(found.where, found.problem, found.suggestion);
    }
    check_metrics(scenario.questions, model, diagnostics);
    throw InputError(diagnostics.found());
  }
}

/// What the model would say of a scenario in which something was found already.
void look_further(const Scenario& scenario, Diagnostics& diagnostics) {
  try {
    compiled(scenario, *make_model(scenario));
  } catch (const InputError& error) {
    for (const Diagnostic& found : error.diagnostics()) {
      diagnostics.error(found.where, found.problem, found.suggestion);
    }
  }
}

}  // namespace

Draws Prepared::draws_for(const Plan& other) const {
  Draws of_other{std::make_unique<PhiloxSampler>(seed, other.draws)};
  if (learnt) {
    of_other.posterior = std::make_unique<PosteriorSampler>(other.draws, *of_other.prior, learnt_draws, *learnt);
  }
  return of_other;
}

ReadOptions read_options(const Reach& reach) {
  ReadOptions options;
  options.reach = reach;
  options.look_further = look_further;
  options.model_names = model_names();
  return options;
}

Prepared prepare(const std::filesystem::path& file, const ReadOptions& options, std::uint64_t seed, Threads threads) {
  Scenario scenario = read_scenario(file, options);
  std::unique_ptr<Model> model = make_model(scenario);
  Plan plan = compiled(scenario, *model);
  Prepared prepared{std::move(scenario), std::move(model), std::move(plan), seed};
  if (prepared.scenario.conditioning) learn(prepared, threads);
  prepared.draws = prepared.draws_for(prepared.plan);
  return prepared;
}

}  // namespace wafercast
