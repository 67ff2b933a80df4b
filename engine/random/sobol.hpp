#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace wafercast {

/// Points of Sobol's sequence, any of them by its index, with the direction numbers of S. Joe and F. Y. Kuo
/// ("Constructing Sobol sequences with better two-dimensional projections", SIAM J. Sci. Comput. 30, 2008), as
/// Boost.Random holds them. Coordinates are 32-bit words, fractions of 2³².
///
/// Point i is the combination of direction numbers that the bits of i say: the same points as those counted in Gray
/// code, every 2ᵐ of them in another order.
class SobolSequence {
 public:
  static constexpr int most_dimensions = 3667;
  static constexpr std::size_t chunk = 64;

  /// Expects 1 … most_dimensions.
  explicit SobolSequence(int dimensions);

  int dimensions() const { return static_cast<int>(dimensions_.size()); }

  /// Points first … first + chunk − 1 in one dimension; `first` is a multiple of chunk.
  void points(int dimension, std::uint32_t first, std::span<std::uint32_t, chunk> out) const;

  /// The same, scrambled. The scramble is Owen's nested uniform one (A. B. Owen, "Randomly permuted (t,m,s)-nets and
  /// (t,s)-sequences", 1995), in which whether a bit is turned is a hash of the bits above it and of `key`: B. Burley,
  /// "Practical hash-based Owen scrambling", JCGT 9(4), 2020, with the hash of N. Vegdahl (2021). Two keys give two
  /// independent scrambles; a dimension needs a key of its own.
  void scrambled_points(int dimension, std::uint32_t first, std::uint32_t key,
                        std::span<std::uint32_t, chunk> out) const;

 private:
  /// Bits reversed: an upper bit of a coordinate then only moves those above it when multiplied, as a scramble has to.
  struct Dimension {
    std::array<std::uint32_t, 32> directions;
    std::array<std::uint32_t, chunk>
        low;  ///< the combinations of the first directions, by the lowest bits of the index
  };
  std::uint32_t reversed_base(const Dimension& dimension, std::uint32_t first) const;

  std::vector<Dimension> dimensions_;
};

}  // namespace wafercast
