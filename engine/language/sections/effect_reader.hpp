#pragma once

#include <engine/language/data/reading.hpp>
#include <engine/language/syntax/fields.hpp>

namespace wafercast::language {

/// Reads an event's `effects`. Throws ValueError when it is no list.
std::vector<EffectBelief> read_effects(Reading& reading, const Node& effects);

/// The keys that these maps have.
void add_effect_words(Vocabulary& words);

}  // namespace wafercast::language
