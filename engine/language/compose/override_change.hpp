#pragma once

#include <engine/core/units.hpp>
#include <engine/language/compose/targets.hpp>
#include <engine/scenario/ways_to_suppose.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <string>

namespace wafercast::language {

/// The keys of one override.
struct Change {
  const Node* was = nullptr;
  const Node* between = nullptr;
  const Node* shared = nullptr;
  const Node* noise = nullptr;
  const Node* happens = nullptr;
  const Node* from = nullptr;
  const Node* until = nullptr;
  std::array<const Node*, ways_to_suppose.size()> ways{};  ///< by row of the table: what is written there

  const Node* written(std::string_view way) const { return ways[way_of(way)]; }
  const Node* now() const { return written("now"); }

  /// How many things the override says; one is right.
  std::ptrdiff_t count() const {
    return std::ranges::count_if(ways, [](const Node* way) { return way != nullptr; }) + (happens != nullptr);
  }
};

/// What the changes of one layer act on.
struct Composer {
  const Node& layer;
  const Node& parent;  ///< the tree without the layer
  Node& tree;
  Diagnostics& diagnostics;
  std::map<std::string, SourceLocation> changed{};  ///< by name: where this layer has changed it already
};

/// Reports a `was` that is not what the parent says, in whatever spelling. `unit` is that of bare numbers.
void check_was(const Change& change, const Node& before, Diagnostics& diagnostics, const Unit& unit = {});

// Both note in the tree what they change, and throw ValueError for a change that the target does not take.

/// Adds to what is supposed of a driver, which keeps its belief.
void suppose_of_driver(const Composer& composer, const Path& path, const Node& written, const Change& change);

/// Changes an event that may still strike, where it stands.
void suppose_of_event(const Composer& composer, const Path& path, const Node& written, const Change& change);

}  // namespace wafercast::language
