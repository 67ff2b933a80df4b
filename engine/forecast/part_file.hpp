#pragma once

#include <engine/core/byte_stream.hpp>
#include <engine/forecast/summary.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wafercast {

// A run is a set of parts: what a range of its paths gave, as a file. Parts add up to the bits of the undivided run, in
// any order, wherever and whenever they were made by the same program.

/// A range of paths: `count` of them from `first` on, a multiple of block_lanes.
struct PathRange {
  std::uint64_t first = 0;
  std::int64_t count = 0;

  std::uint64_t end() const { return first + static_cast<std::uint64_t>(count); }
  friend bool operator==(const PathRange&, const PathRange&) = default;
};

/// Of which run something is a part, and which.
struct PartHeader {
  std::string run;      ///< a hash of all that decides about the run's bits: scenario, data, seed, program
  std::string request;  ///< how to ask for the run again; its form is its writer's business
  PathRange paths;

  friend bool operator==(const PartHeader&, const PartHeader&) = default;
};

inline constexpr SealedKind part_kind{"wfcpart\n", 2, "a part of a run"};

/// The bytes of a part: its header, its finished summary and `limits` (LimitTally), sealed.
std::string part_bytes(const PartHeader& header, const Summary& summary, const std::vector<std::int64_t>& limits);

/// Throws FormatError when the bytes are no part that this program can read.
PartHeader read_part_header(std::string_view bytes);

/// Reads a part into a summary of its run's shape and as many limits. Throws FormatError.
void read_part(std::string_view bytes, Summary& summary, std::vector<std::int64_t>& limits);

}  // namespace wafercast
