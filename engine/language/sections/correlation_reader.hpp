#pragma once

#include <engine/language/data/reading.hpp>

namespace wafercast::language {

/// Reads `correlations`: patterns become pairs of the scenario's drivers, and a later entry for a pair wins.
std::vector<CorrelationBelief> read_correlations(Reading& reading, const Node& correlations,
                                                 const std::vector<std::string>& drivers);

}  // namespace wafercast::language
