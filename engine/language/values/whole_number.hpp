#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

namespace wafercast::language {

/// What a count, a seed or a number of a path may be.
struct WholeRange {
  std::uint64_t least, most;
};

inline constexpr WholeRange any_seed{0, std::numeric_limits<std::uint64_t>::max()};

/// A whole number, exactly and decimal: `65_536`, `010` (ten), `100k`, `1e6`. Throws ValueError for any other text and
/// beyond the range.
std::uint64_t read_whole(std::string_view text, const WholeRange& range);

}  // namespace wafercast::language
