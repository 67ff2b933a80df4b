#pragma once

#include <engine/language/data/reading.hpp>
#include <engine/language/syntax/fields.hpp>

namespace wafercast::language {

/// The keys of a driver that state it by other people's dated estimates.
struct EstimateNodes {
  const Node* lists = nullptr;   ///< `estimates`
  const Node* error = nullptr;   ///< `error`
  const Node* beyond = nullptr;  ///< `beyond`
};

/// The knots, ascending in time, that the estimates known by the as-of date make; their sources go to the provenance.
/// Empty when there is none or when problems, which are reported, leave none.
std::vector<Knot> knots_of_estimates(Reading& reading, const EstimateNodes& nodes, const Unit& unit,
                                     Provenance& provenance);

/// The keys that these maps have.
void add_estimate_words(Vocabulary& words);

}  // namespace wafercast::language
