#pragma once

#include <engine/language/syntax/syntax.hpp>
#include <engine/scenario/scenario.hpp>

#include <string>

namespace wafercast::language {

// What files change of their parents is noted while they are composed, in the composed tree itself, under `changes`:
// the resolved scenario then still says what it was.

/// Notes a change that stands at a place, which says where it was stated.
void note_change(Node& tree, ScenarioChange change, const Place& place);

/// What a driver is, shortly: its value, its path, that it is estimated, or has another past.
std::string text_of_driver(const Node& driver);

}  // namespace wafercast::language
