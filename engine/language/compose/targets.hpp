#pragma once

#include <engine/language/syntax/syntax.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace wafercast::language {

/// The keys from the root of a tree to a node; keys may hold dots themselves.
using Path = std::vector<std::string>;

/// What a file means by a name when it changes its parent: a driver's bare name, any path with dots, or a pattern of
/// drivers and events (`*.capex`). Throws ValueError, with a suggestion, when the parent has nothing of the name.
std::vector<Path> find_targets(const Node& parent, std::string_view text);

/// The node at a path; nothing when there is none.
const Node* follow(const Node& from, const Path& path);
Node* follow(Node& from, const Path& path);

bool is_driver(const Path& path);  ///< a whole driver
bool is_within(const Path& path, std::string_view section);

/// As people name it: `cowos.capacity`, `events.tariff.hazard`.
std::string name_of(const Path& path);

}  // namespace wafercast::language
