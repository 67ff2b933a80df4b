#pragma once

#include <engine/language/compose/dated.hpp>
#include <engine/language/compose/layers.hpp>
#include <engine/language/syntax/fields.hpp>

#include <optional>
#include <vector>

namespace wafercast::language {

struct Composed {
  Node tree;
  NotYet not_yet;
};

/// Lays the files over each other, with all that they change of what lies below; dated beliefs are chosen, in each
/// file, when it is said at which days.
Composed compose(const std::vector<Layer>& layers, const std::optional<BeliefCuts>& cuts, Diagnostics& diagnostics,
                 Changes changes = Changes::all);

/// A tree that was composed already, with what one more file changes: nothing of its own is dated, an event or a
/// question.
Node with_changes(const Node& below, const Layer& layer, Diagnostics& diagnostics, Changes changes);

/// The keys that say how a scenario is to be read, laid over each other alone: what must be known before dated beliefs
/// can be chosen.
Node heading_of(const std::vector<Layer>& layers);

/// The keys by which a file says what it is laid over and what it changes there.
void add_layer_words(Vocabulary& words);

}  // namespace wafercast::language
