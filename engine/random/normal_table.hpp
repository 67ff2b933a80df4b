#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

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
    const Place place(word);
    return place.mirrored(cells_[place.cell].at(place.t));
  }

  /// The same for many words, `out` as long as `words`, several side by side.
  void fill(std::span<const std::uint32_t> words, double* out) const;

 private:
  static constexpr std::size_t chunk = 64;
  static constexpr int cell_bits = 6;
  static constexpr int binades = 32;  ///< 2⁻³³ ≤ p < ½

  /// Where a word falls.
  struct Place {
    explicit Place(std::uint32_t word) {
      // Counted from the nearer end, so that the small p of a tail keeps all its bits.
      const auto end = static_cast<std::int32_t>(word) >> 31;
      const auto steps = static_cast<std::int32_t>(word) ^ end;  // 0 … 2³¹ − 1
      const double p = (static_cast<double>(steps) + 0.5) * 0x1p-32;
      const auto bits = std::bit_cast<std::uint64_t>(p);
      cell = static_cast<std::uint32_t>((bits >> (52 - cell_bits)) - first_cell);
      t = std::bit_cast<double>((bits << cell_bits & mantissa_mask) | one_bits) - 1.0;
      sign = static_cast<std::uint64_t>(static_cast<std::uint32_t>(end)) << 63;
    }
    double mirrored(double z) const { return std::bit_cast<double>(std::bit_cast<std::uint64_t>(z) ^ sign); }

    std::uint32_t cell;
    double t;  ///< within the cell, 0 to 1
    std::uint64_t sign;

   private:
    static constexpr std::uint64_t mantissa_mask = (std::uint64_t{1} << 52) - 1;
    static constexpr std::uint64_t one_bits = std::uint64_t{1023} << 52;
    static constexpr std::uint64_t first_cell = std::uint64_t{1023 - binades - 1} << cell_bits;
  };

  struct alignas(32) Cubic {
    double at(double t) const { return ((c3 * t + c2) * t + c1) * t + c0; }

    double c0, c1, c2, c3;
  };

  void fill_chunk(const std::uint32_t* words, double* out) const;

  std::array<Cubic, (binades << cell_bits)> cells_;
};

/// The one table; built when first needed, never changed.
const NormalTable& normal_table();

}  // namespace wafercast
