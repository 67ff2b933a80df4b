#pragma once

#include <engine/core/date.hpp>
#include <engine/language/syntax/syntax.hpp>

#include <map>
#include <set>
#include <string>

namespace wafercast::language {

/// Things whose dated beliefs all begin after the as-of date, by the place of their map: the day of the first.
using NotYet = std::map<std::string, Date>;

/// What was found while dated beliefs were chosen.
struct DatedChoices {
  NotYet not_yet;
  std::set<std::string> own_paths;      ///< maps whose path is that of a dated entry, by their place
  std::map<std::string, Node> earlier;  ///< by driver: what was believed before, oldest first, each with `until`
};

/// Replaces every `dated` list in the tree by its newest entry with `since` at or before the as-of date, merged over
/// the map that holds it.
void select_dated(Node& tree, Date as_of, DatedChoices& choices, Diagnostics& diagnostics);

/// The days at which the dated beliefs of a scenario are chosen.
struct BeliefCuts {
  Date beliefs;
  Date events;  ///< of the section `events`
};

/// The same for a whole scenario, by section.
void select_dated(Node& scenario, const BeliefCuts& cuts, DatedChoices& choices, Diagnostics& diagnostics);

/// A path of another day is another path: takes out of `below` those in whose place `layer` has one of a dated entry,
/// so that no knot of them is left.
void drop_replaced_paths(Node& below, const Node& layer, const DatedChoices& choices);

/// Writes in the place of each `past: as believed` of a driver what was believed before.
void fill_in_past(Node& scenario, const DatedChoices& choices, Diagnostics& diagnostics);

/// How DatedChoices names a map.
std::string name_of_place(const Node& map);

}  // namespace wafercast::language
