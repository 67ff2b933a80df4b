#pragma once

#include <engine/core/date.hpp>
#include <engine/language/syntax/syntax.hpp>

#include <map>
#include <string>

namespace wafercast::language {

/// Things whose dated beliefs all begin after the as-of date, by the place of their map: the day of the first.
using NotYet = std::map<std::string, Date>;

/// Replaces every `dated` list in the tree by its newest entry with `since` at or before the as-of date, merged over
/// the map that holds it.
void select_dated(Node& tree, Date as_of, NotYet& not_yet, Diagnostics& diagnostics);

/// The days at which the dated beliefs of a scenario are chosen.
struct BeliefCuts {
  Date beliefs;
  Date events;  ///< of the section `events`
};

/// The same for a whole scenario, by section.
void select_dated(Node& scenario, const BeliefCuts& cuts, NotYet& not_yet, Diagnostics& diagnostics);

/// How NotYet names a map.
std::string name_of_place(const Node& map);

}  // namespace wafercast::language
