#pragma once

#include <engine/core/units.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/syntax/syntax.hpp>
#include <engine/uncertainty/belief.hpp>

#include <string_view>

namespace wafercast::language {

/// Families whose figures come from data, and are read where data are (data/record.hpp, data/empirical.hpp).
inline constexpr std::string_view record_name = "record";
inline constexpr std::string_view empirical_name = "empirical";
/// A family whose parts are beliefs of any kind, those from data too.
inline constexpr std::string_view mixture_name = "mixture";

/// Whether a map is a belief such as {pert: [...]} or {p5: ..., p50: ..., p95: ...}.
bool is_belief_map(const Node& node);

/// What a map says of the one family that it names, if that is `name`.
const Node* family_in(const Node& map, std::string_view name);

/// Reads a belief that is written as a map, in `unit`; all families but those named above. Throws ValueError.
Belief read_belief_map(const Node& map, const Unit& unit);

/// The families of beliefs with their parameters.
void add_family_words(Vocabulary& words);

}  // namespace wafercast::language
