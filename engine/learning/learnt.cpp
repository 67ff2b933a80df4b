#include <engine/learning/learnt.hpp>

namespace wafercast {

static_assert(members_step == block_lanes * conditioning_groups);

std::unique_ptr<Learnt> learn(const Scenario& scenario, const ModelMaker& make_model,
                              const MemberSampler& member_sampler, Threads threads, const std::function<bool()>& stop) {
  if (!scenario.conditioning) return nullptr;
  const Evidence evidence(scenario, make_model);
  const std::vector<Observation>& observations = evidence.observations();
  if (observations.empty()) return nullptr;
  const ConditioningOptions options{
      .members = scenario.conditioning->members, .groups = conditioning_groups, .threads = threads, .stop = stop};
  const auto prior =
      member_sampler(member_draws(evidence.draws(), observations, options), options.members / options.groups);
  return std::make_unique<Learnt>(Learnt{evidence.draws(), evidence.scales(),
                                         condition(evidence.draws(), *prior, evidence, observations, options),
                                         evidence.notes()});
}

}  // namespace wafercast
