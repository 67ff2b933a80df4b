#pragma once

#include <runners/nightly/plan.hpp>
#include <runners/store/store.hpp>

#include <string>

namespace wafercast {

/// Takes out of a store the nights of a plan that are older than it keeps, counted from the night before this one: a
/// clock that is wrong once takes nothing away. Why nothing was taken out where that is so, else empty.
std::string keep_history(const NightlyPlan& plan, const PlanKey& key, std::int64_t night, Store& store);

}  // namespace wafercast
