#pragma once

#include <engine/core/units.hpp>
#include <engine/language/syntax/syntax.hpp>
#include <engine/uncertainty/belief.hpp>

#include <string_view>

namespace wafercast::language {

/// A family whose figures come from the company's own record, which is read where data are (data/record.hpp).
inline constexpr std::string_view record_name = "record";

/// Whether a map is a belief such as {pert: [...]} or {p5: ..., p50: ..., p95: ...}.
bool is_belief_map(const Node& node);

/// What a map says of the one family that it names, if that is `name`.
const Node* family_in(const Node& map, std::string_view name);

/// Reads a belief that is written as a map, in `unit`; all families but the record's. Throws ValueError.
Belief read_belief_map(const Node& map, const Unit& unit);

}  // namespace wafercast::language
