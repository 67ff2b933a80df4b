#pragma once

#include <engine/language/syntax/syntax.hpp>

namespace wafercast::language {

/// Lays `layer` over `base`: maps merge by key, anything else is replaced, and so is a belief that is written as a map.
/// A key that says the same in another way (a path instead of a value, a hazard instead of a probability) takes the
/// place of the other.
void merge_over(Node& base, Node layer);

}  // namespace wafercast::language
