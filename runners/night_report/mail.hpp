#pragma once

#include <engine/core/instant.hpp>
#include <runners/nightly/night.hpp>

#include <string>

namespace wafercast {

/// The morning's mail as a message (RFC 5322) without sender and recipient: a program that sends it adds them.
std::string mail_text(const NightResult& result, const NightlyPlan& plan, Instant now);

/// The alerts for programs: `{"plan": …, "night": …, "alerts": [{"night", "scenario", "settings", "what", "text"}]}`.
std::string alerts_json(const NightResult& result, const NightlyPlan& plan);

}  // namespace wafercast
