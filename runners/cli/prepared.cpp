#include <wafercast/cli/prepared.hpp>

#include <wafercast/cli/models.hpp>

namespace wafercast {
namespace {

Scenario read(const std::filesystem::path& file, const PrepareOptions& options) {
  return read_scenario(file, {.as_of = options.as_of,
                              .quarters = options.quarters,
                              .data_folder = options.data_folder,
                              .calendar_of = calendar_of_model,
                              .model_names = model_names()});
}

/// Conditions the scenario in which the evidence is stated, and makes the posterior the sampler of this one.
void condition(Prepared& prepared, PrepareOptions options) {
  const std::string& stated_in = prepared.scenario.conditioning->where.file;
  options.as_of = prepared.scenario.as_of;
  options.quarters = prepared.scenario.quarters;
  const bool own = stated_in == prepared.scenario.file;
  const Evidence evidence(own ? prepared.scenario : read(stated_in, options), make_model);
  if (evidence.observations().empty()) return;
  const PhiloxSampler prior(options.seed, evidence.draws());
  const ConditioningOptions conditioning{
      .members = prepared.scenario.conditioning->members, .seed = options.seed, .threads = options.threads};
  prepared.learnt =
      std::make_unique<Posterior>(condition(evidence.draws(), prior, evidence, evidence.observations(), conditioning));
  prepared.posterior =
      std::make_unique<PosteriorSampler>(prepared.plan.draws, *prepared.prior, evidence.draws(), *prepared.learnt);
}

}  // namespace

Prepared prepare(const std::filesystem::path& file, const PrepareOptions& options) {
  Prepared prepared{read(file, options), nullptr, {}, nullptr, nullptr, nullptr};
  prepared.model = make_model(prepared.scenario);
  prepared.plan = compile(prepared.scenario, *prepared.model);
  prepared.prior = std::make_unique<PhiloxSampler>(options.seed, prepared.plan.draws);
  if (prepared.scenario.conditioning) condition(prepared, options);
  return prepared;
}

}  // namespace wafercast
