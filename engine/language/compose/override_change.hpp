#pragma once

#include <engine/language/compose/targets.hpp>

#include <map>
#include <string>

namespace wafercast::language {

/// The keys of one override.
struct Change {
  const Node* was = nullptr;
  const Node* now = nullptr;
  const Node* path = nullptr;
  const Node* between = nullptr;
  const Node* shared = nullptr;
  const Node* noise = nullptr;
  const Node* scale = nullptr;
  const Node* shift = nullptr;
  const Node* delay = nullptr;
  const Node* happens = nullptr;
  const Node* from = nullptr;
  const Node* until = nullptr;

  int ways() const {
    int ways = 0;
    for (const Node* way : {now, path, scale, shift, delay, happens}) ways += way != nullptr;
    return ways;
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

/// Reports a `was` that is not what the parent says.
void check_was(const Change& change, const Node& before, Diagnostics& diagnostics);

// Both note in the tree what they change, and throw ValueError for a change that the target does not take.

/// Adds to what is supposed of a driver, which keeps its belief.
void suppose_of_driver(const Composer& composer, const Path& path, const Node& written, const Change& change);

/// Changes an event that may still strike, where it stands.
void suppose_of_event(const Composer& composer, const Path& path, const Node& written, const Change& change);

}  // namespace wafercast::language
