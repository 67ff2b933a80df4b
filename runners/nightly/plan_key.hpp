#pragma once

#include <runners/nightly/plan.hpp>
#include <runners/store/store.hpp>

#include <string>
#include <vector>

namespace wafercast {

/// Whose nights those of a plan are.
PlanKey key_of(const NightlyPlan& plan);

/// As which of its plans a store knows this one: as itself; as one of the same name whose file is not there any more,
/// which was moved here; or not at all, as itself. Notes that another of the same name is there beside it.
PlanKey known_as(const PlanKey& plan, const std::vector<PlanKey>& there, std::vector<std::string>& notes);

}  // namespace wafercast
