#pragma once

#include <wafercast/scenario/reading.hpp>

namespace wafercast::language {

/// Whether a map is a belief such as {pert: [...]} or {p5: ..., p50: ..., p95: ...}.
bool is_belief_map(const Node& node);

/// Reads a belief from text or map, in `unit`. Throws ValueError.
WrittenBelief read_belief(const Reading& reading, const Node& node, const Unit& unit);

}  // namespace wafercast::language
