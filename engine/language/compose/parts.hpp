#pragma once

#include <engine/language/syntax/syntax.hpp>

#include <string>
#include <string_view>

namespace wafercast::language {

// What a file says that it is, behind `wafercast`.
inline constexpr std::string_view scenario_version = "scenario/1";
inline constexpr std::string_view part_version = "part/1";

/// Joins a part with the file that names it and with the parts before it: sections name by name, lists one after the
/// other. Parts do not contradict each other: what two of them give is reported, with both places.
void join_part(Node& whole, Node part, Diagnostics& diagnostics);

/// A scenario that names a part, in the part's folder or the one above; empty when there is none.
std::string scenario_with(const std::string& part);

}  // namespace wafercast::language
