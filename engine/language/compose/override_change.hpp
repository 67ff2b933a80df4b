#pragma once

#include <engine/core/units.hpp>
#include <engine/language/compose/targets.hpp>
#include <engine/scenario/ways_to_suppose.hpp>

#include <map>
#include <optional>
#include <string>

namespace wafercast::language {

/// The one way in which an override supposes something of a driver.
struct Way {
  const WayToSuppose& row;
  const Node& written;
};

/// Nothing when the override, a map of keys, supposes something of an event alone.
std::optional<Way> way_in(const Node& change);

/// What the changes of one layer act on.
struct Composer {
  const Node& layer;
  const Node& parent;  ///< the tree without the layer
  Node& tree;
  Diagnostics& diagnostics;
  std::map<std::string, SourceLocation> changed{};  ///< by name: where this layer has changed it already
};

/// Reports a `was` that is not what the parent says, in whatever spelling. `unit` is that of bare numbers.
void check_was(const Node& change, const Node& before, Diagnostics& diagnostics, const Unit& unit = {});

// Both note in the tree what they change, and throw ValueError for a change that the target does not take.

/// Adds to what is supposed of a driver, which keeps its belief.
void suppose_of_driver(const Composer& composer, const Path& path, const Node& change);

/// Changes an event that may still strike, where it stands.
void suppose_of_event(const Composer& composer, const Path& path, const Node& change);

}  // namespace wafercast::language
