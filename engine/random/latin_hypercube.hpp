#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace wafercast {

/// One coordinate of a Latin hypercube of n points (M. D. McKay, R. J. Beckman, W. J. Conover, "A comparison of three
/// methods for selecting values of input variables in the analysis of output from a computer code", Technometrics 21,
/// 1979): each n-th part of the unit interval holds one point, anywhere in it; which one is a random permutation. Any
/// point by its number, as a word, a fraction of 2³².
///
/// The permutation is A. Kensler's ("Correlated multi-jittered sampling", Pixar Technical Memo 13-01, 2013): a hash
/// that is a bijection of the next power of two, gone through again until it hits a number below n. Two keys give two
/// independent permutations; a dimension needs a key of its own.
class LatinHypercube {
 public:
  /// Expects 1 … 2³¹ points.
  explicit LatinHypercube(std::uint32_t points);

  std::uint32_t points() const { return points_; }

  /// Words of points first … first + out.size() − 1, all below points().
  void fill(std::uint32_t first, std::uint32_t key, std::span<std::uint32_t> out) const;

 private:
  std::uint32_t place(std::uint32_t point, std::uint32_t key) const;

  std::uint32_t points_;
  std::uint32_t mask_;  ///< the bits of the next power of two
};

}  // namespace wafercast
