#pragma once

#include <engine/language/data/reading.hpp>

namespace wafercast::language {

/// Reads an event's `effects`. Throws ValueError when it is no list.
std::vector<EffectBelief> read_effects(Reading& reading, const Node& effects);

}  // namespace wafercast::language
