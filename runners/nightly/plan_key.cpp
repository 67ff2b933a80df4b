#include <runners/nightly/plan_key.hpp>

#include <engine/core/printable.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace wafercast {

PlanKey key_of(const NightlyPlan& plan) {
  std::error_code unknown;
  const std::filesystem::path whole = std::filesystem::weakly_canonical(plan.file, unknown);
  return {plan.name, printable_line((unknown ? plan.file : whole).string())};
}

PlansSeen plans_seen(const NightlyPlan& plan) {
  return Database::is_server(plan.store) ? PlansSeen::from_elsewhere_too : PlansSeen::from_here;
}

namespace {

/// A plan's file that is not there any more was moved. One that cannot be looked at, or that may lie on another
/// machine, is somebody else's.
bool was_moved(const PlanKey& plan, PlansSeen seen) {
  if (plan.file.empty()) return true;  // of an earlier version of the store, which knew names alone
  if (seen == PlansSeen::from_elsewhere_too) return false;
  std::error_code unknown;
  return std::filesystem::status(plan.file, unknown).type() == std::filesystem::file_type::not_found;
}

}  // namespace

PlanKey known_as(const PlanKey& plan, const std::vector<PlanKey>& there, PlansSeen seen,
                 std::vector<std::string>& notes) {
  if (std::ranges::find(there, plan) != there.end()) return plan;
  for (const PlanKey& other : there) {
    if (other.name != plan.name) continue;
    if (was_moved(other, seen)) return other;
    notes.push_back(fmt::format("the store also has a plan named '{}' from {}; they are kept apart",
                                printable_line(plan.name), other.file));
  }
  return plan;
}

}  // namespace wafercast
