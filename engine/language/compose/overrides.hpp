#pragma once

#include <engine/language/syntax/fields.hpp>
#include <engine/language/syntax/syntax.hpp>

namespace wafercast::language {

/// Applies a layer's `override` (what it supposes) to the tree into which the layer has been merged already. `parent`
/// is the tree without the layer: what `was` must say and what can be changed.
///
/// A driver keeps its belief; what is supposed of it is added to its list `suppose`. An uncertain event is changed
/// where it stands, since nothing is learnt of events that may still strike.
void apply_overrides(const Node& layer, const Node& parent, Node& tree, Diagnostics& diagnostics);

/// Applies a layer's `believe`: beliefs take the place of the parent's, and are learnt anew with it.
void apply_believe(const Node& layer, const Node& parent, Node& tree, Diagnostics& diagnostics);

/// Applies a layer's `remove`. Questions about a removed event go with it, which is noted in the tree.
void apply_remove(const Node& layer, const Node& parent, Node& tree, Diagnostics& diagnostics);

/// Notes what a layer's own sections change of the parent: beliefs of drivers, events, structure.
void note_sections(const Node& layer, const Node& parent, Node& tree);

/// The keys that these maps have.
void add_override_words(Vocabulary& words);

}  // namespace wafercast::language
