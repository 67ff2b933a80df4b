#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace wafercast {

/// A moment, whatever the clocks of a place show.
using Instant = std::chrono::sys_seconds;

/// Reads a date with a time as RFC 3339 has it, `2026-10-25T02:10:00+01:00` or `…Z`, with a blank for the T too;
/// fractions of a second are left out, and a time without a zone is taken as UTC. Nothing for any other text.
std::optional<Instant> parse_instant(std::string_view text);

/// Writes `2026-09-10T22:15:03Z`: such texts are in the order of their moments.
std::string to_string(Instant instant);

/// How long that is, as people say it: "3 hours", "2 days", "6 years".
std::string in_words(std::chrono::seconds length);

}  // namespace wafercast
