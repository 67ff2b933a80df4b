#pragma once

#include <runners/nightly/plan.hpp>
#include <runners/store/store.hpp>

#include <string>
#include <vector>

namespace wafercast {

/// Whose nights those of a plan are.
PlanKey key_of(const NightlyPlan& plan);

/// Whether the plans of a store are all of this machine: those of a file are, those of a server may be of others.
enum class PlansSeen { from_here, from_elsewhere_too };

/// As which of its plans a store knows this one: as itself; as one of the same name whose file is not there any more,
/// which was moved here; or not at all, as itself. Notes that another of the same name is there beside it.
PlanKey known_as(const PlanKey& plan, const std::vector<PlanKey>& there, PlansSeen seen,
                 std::vector<std::string>& notes);

/// Who sees the store of a plan.
PlansSeen plans_seen(const NightlyPlan& plan);

}  // namespace wafercast
