#pragma once

#include <engine/language/data/reading.hpp>
#include <engine/language/syntax/fields.hpp>

namespace wafercast::language {

struct Correlations {
  std::vector<CorrelationBelief> pairs;
  bool repair = false;  ///< Scenario::repair_correlations
};

/// Reads `correlations`: patterns become pairs of the scenario's drivers, and a later entry for a pair wins.
Correlations read_correlations(Reading& reading, const Node& correlations, const std::vector<std::string>& drivers);

/// The keys that these maps have.
void add_correlation_words(Vocabulary& words);

}  // namespace wafercast::language
