#pragma once

#include <engine/language/syntax/syntax.hpp>

#include <array>
#include <string_view>
#include <vector>

namespace wafercast::language {

/// What a file says of the one below it, and what it is laid over.
inline constexpr std::array<std::string_view, 5> keys_on_the_parent = {"extends", "with", "override", "believe",
                                                                       "remove"};

/// What says how a scenario is to be read, and from when.
inline constexpr std::array<std::string_view, 4> heading_keys = {"model", "calendar", "as_of", "data"};

// More changes than these are not a what-if but another scenario.
constexpr std::size_t most_changes = 1000;

/// The entries of a section that changes the parent (`override`, `believe`); none when it is no map or changes too many
/// things, which is reported.
const std::vector<Entry>& changes_in(const Node& layer, std::string_view section, Diagnostics& diagnostics);

/// Answers whether a file changes few enough things of its parent; reports it otherwise.
bool check_count(const Node& changes, std::size_t count, Diagnostics& diagnostics);

// Building trees.

Node empty_of(Node::Kind kind, const Place& place);

/// Sets a key of a map.
void put(Node& map, std::string_view key, Node value);

}  // namespace wafercast::language
