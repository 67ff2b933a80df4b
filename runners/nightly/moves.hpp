#pragma once

#include <runners/nightly/night.hpp>

#include <vector>

namespace wafercast {

/// What moved of the watched figures since the night before, and why: by the news between the two days, by the
/// scenario's text, by the program, and what is left.
std::vector<Move> moves_of(const NightRequest& request, const std::vector<PlannedUnit>& units,
                           const std::vector<UnitOutcome>& outcomes, Store& store, std::int64_t night);

/// What somebody should be told in the morning.
std::vector<Alert> alerts_of(const std::vector<UnitOutcome>& outcomes, const std::vector<Move>& moves);

}  // namespace wafercast
