#pragma once

#include <engine/language/data/reading.hpp>
#include <engine/language/syntax/fields.hpp>

namespace wafercast::language {

/// Reads a belief from text or map, in `unit`. Throws ValueError.
WrittenBelief read_belief(const Reading& reading, const Node& node, const Unit& unit);

/// The keys that these maps have.
void add_belief_words(Vocabulary& words);

}  // namespace wafercast::language
