#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace wafercast {

/// Φ⁻¹((w + ½) / 2³²) of a 32-bit word w by table: the fastest way to a normal where the uniform has 32 bits anyway.
///
/// By symmetry only p ≤ ½ is tabled. Every binade of p is cut into 64 equal cells, found from the bits of the double,
/// and each holds the cubic that meets Φ⁻¹ and its derivative 1/φ at both ends (Hermite). The error is below 1e-9
/// everywhere, about what half a step of the word is worth in the middle and far less in the tails; a test measures it.
class NormalTable {
 public:
  NormalTable();

  double operator()(std::uint32_t word) const {
    // Counted from the nearer end, so that the small p of a tail keeps all its bits.
    const auto sign = static_cast<std::int32_t>(word) >> 31;
    const auto steps = static_cast<std::int32_t>(word) ^ sign;  // 0 … 2³¹ − 1
    const double p = (static_cast<double>(steps) + 0.5) * 0x1p-32;
    const auto bits = std::bit_cast<std::uint64_t>(p);
    const Cubic& cubic = cells_[static_cast<std::size_t>((bits >> (52 - cell_bits)) - first_cell)];
    const double t = std::bit_cast<double>((bits << cell_bits & mantissa_mask) | one_bits) - 1.0;
    const double z = std::fma(std::fma(std::fma(cubic.c3, t, cubic.c2), t, cubic.c1), t, cubic.c0);
    return std::bit_cast<double>(std::bit_cast<std::uint64_t>(z) ^
                                 (static_cast<std::uint64_t>(static_cast<std::uint32_t>(sign)) << 63));
  }

 private:
  static constexpr int cell_bits = 6;
  static constexpr int binades = 32;  ///< 2⁻³³ ≤ p < ½

  static constexpr std::uint64_t mantissa_mask = (std::uint64_t{1} << 52) - 1;
  static constexpr std::uint64_t one_bits = std::uint64_t{1023} << 52;
  static constexpr std::uint64_t first_cell = std::uint64_t{1023 - binades - 1} << cell_bits;

  struct alignas(32) Cubic {
    double c0, c1, c2, c3;
  };
  std::array<Cubic, (binades << cell_bits)> cells_;
};

}  // namespace wafercast
