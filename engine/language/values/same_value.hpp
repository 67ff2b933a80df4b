#pragma once

#include <engine/core/units.hpp>
#include <engine/language/syntax/syntax.hpp>

namespace wafercast::language {

/// Whether two texts or trees say the same in whatever spelling: 0.35 and 35 %, 1_000 and 1k, the keys of a map in any
/// order. A bare number is in `unit`.
bool same_value(const Node& a, const Node& b, const Unit& unit);

}  // namespace wafercast::language
