#include <engine/learning/learnt.hpp>

namespace wafercast {

static_assert(members_step == block_lanes * conditioning_groups);

std::unique_ptr<Learnt> learn(const Scenario& scenario, const ModelMaker& make_model, std::uint64_t seed,
                              Threads threads) {
  if (!scenario.conditioning) return nullptr;
  const Evidence evidence(scenario, make_model);
  if (evidence.observations().empty()) return nullptr;
  const PhiloxSampler prior(seed, evidence.draws());
  const ConditioningOptions options{
      .members = scenario.conditioning->members, .groups = conditioning_groups, .seed = seed, .threads = threads};
  return std::make_unique<Learnt>(Learnt{evidence.draws(), evidence.scales(),
                                         condition(evidence.draws(), prior, evidence, evidence.observations(), options),
                                         evidence.notes()});
}

}  // namespace wafercast
