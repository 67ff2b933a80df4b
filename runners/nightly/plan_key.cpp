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

PlanKey known_as(const PlanKey& plan, const std::vector<PlanKey>& there, std::vector<std::string>& notes) {
  if (std::ranges::find(there, plan) != there.end()) return plan;
  std::error_code unknown;
  for (const PlanKey& other : there) {
    if (other.name != plan.name) continue;
    if (other.file.empty() || !std::filesystem::exists(other.file, unknown)) return other;
    notes.push_back(fmt::format("the store has nights of another plan named '{}' ({}); each is told by itself",
                                printable_line(plan.name), other.file));
  }
  return plan;
}

}  // namespace wafercast
