#pragma once

#include <wafercast/scenario/syntax.hpp>

namespace wafercast::language {

/// Applies a layer's `override` and `remove` to the tree into which the layer has been merged already. `parent` is the
/// tree without the layer: what `was` must say and what can be removed.
void apply_overrides(const Node& layer, const Node& parent, Node& tree, Diagnostics& diagnostics);

}  // namespace wafercast::language
