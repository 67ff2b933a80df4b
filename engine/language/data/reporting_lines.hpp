#pragma once

#include <engine/language/data/reading.hpp>

namespace wafercast::language {

/// Reads `lines` of a history: each a name with its parts, or with several lists of parts.
std::vector<History::Line> read_lines(const Reading& reading, const Node& lines);

/// Fills blank cells of the reported history by what adds up: where all of a line and its parts are known but one, that
/// one follows. What is still blank then is carried: parts share what the line leaves for them as they did when all of
/// them were last known, at most `longest_carry` quarters ago.
void fill_lines(History& history);

inline constexpr int longest_carry = 12;

}  // namespace wafercast::language
