#pragma once

#include <array>
#include <cstdint>
#include <iosfwd>
#include <limits>

namespace wafercast {

/// Philox4x32-10, a counter-based generator: ten rounds of a keyed bijection of 128-bit counters.
/// Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11.
struct Philox4x32 {
  using Counter = std::array<std::uint32_t, 4>;
  using Key = std::array<std::uint32_t, 2>;

  static Counter block(Counter counter, Key key);
};

}  // namespace wafercast
