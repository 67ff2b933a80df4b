#pragma once

#include <engine/core/instant.hpp>
#include <runners/nightly/plan.hpp>
#include <runners/store/store.hpp>

#include <string>

namespace wafercast {

/// How a plan's nights stand, for monitors.
struct Health {
  bool is_sound;  ///< the newest night ended, not long ago, nothing failed in it, and its alerts were told
  std::string text;
};

Health health_of(const NightlyPlan& plan, Store& store, Instant now);

}  // namespace wafercast
