#include <wafercast/cli/prepared.hpp>

#include <wafercast/cli/models.hpp>
#include <wafercast/insight/evidence.hpp>

namespace wafercast {
namespace {

/// Conditions the scenario in which the evidence is stated, and makes the posterior the sampler of this one.
void learn(Prepared& prepared, ReadOptions options, std::uint64_t seed, Threads threads) {
  const std::string& stated_in = prepared.scenario.conditioning->where.file;
  options.as_of = prepared.scenario.as_of;
  options.quarters = prepared.scenario.quarters;
  const bool own = stated_in == prepared.scenario.file;
  const Evidence evidence(own ? prepared.scenario : read_scenario(stated_in, options), make_model);
  if (evidence.observations().empty()) return;
  const PhiloxSampler prior(seed, evidence.draws());
  const ConditioningOptions conditioning{
      .members = prepared.scenario.conditioning->members, .seed = seed, .threads = threads};
  prepared.learnt =
      std::make_unique<Posterior>(condition(evidence.draws(), prior, evidence, evidence.observations(), conditioning));
  prepared.posterior =
      std::make_unique<PosteriorSampler>(prepared.plan.draws, *prepared.prior, evidence.draws(), *prepared.learnt);
}

}  // namespace

ReadOptions read_options() {
  ReadOptions options;
  options.calendar_of = calendar_of_model;
  options.model_names = model_names();
  return options;
}

Prepared prepare(const std::filesystem::path& file, const ReadOptions& options, std::uint64_t seed, Threads threads) {
  Scenario scenario = read_scenario(file, options);
  std::unique_ptr<Model> model = make_model(scenario);
  Plan plan = compile(scenario, *model);
  Prepared prepared{std::move(scenario), std::move(model), std::move(plan)};
  prepared.prior = std::make_unique<PhiloxSampler>(seed, prepared.plan.draws);
  if (prepared.scenario.conditioning) learn(prepared, options, seed, threads);
  return prepared;
}

}  // namespace wafercast
