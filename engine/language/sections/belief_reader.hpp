#pragma once

#include <engine/language/data/reading.hpp>

namespace wafercast::language {

/// Reads a belief from text or map, in `unit`. Throws ValueError.
WrittenBelief read_belief(const Reading& reading, const Node& node, const Unit& unit);

}  // namespace wafercast::language
