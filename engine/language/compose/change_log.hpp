#pragma once

#include <engine/language/syntax/syntax.hpp>
#include <engine/scenario/scenario.hpp>

#include <string>

namespace wafercast::language {

// What files change of their parents is noted while they are composed, in the composed tree itself, under `changes`:
// the resolved scenario then still says what it was.

/// A change as it is noted. Everything but what it is and what it is on may be empty.
struct NotedChange {
  ScenarioChange::Kind what;
  std::string on;  ///< "cowos.capacity"
  std::string when{};
  std::string before{};
  std::string after{};
};

void note_change(Node& tree, const NotedChange& change, const Place& place);

/// What a driver is, shortly: its value, its path, or that it is estimated.
std::string text_of_driver(const Node& driver);

}  // namespace wafercast::language
