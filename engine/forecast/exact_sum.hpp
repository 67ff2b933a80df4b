#pragma once

#include <cstdint>

namespace wafercast {

/// A sum in 128-bit fixed point, so that the order of additions and merges does not matter, to the last bit.
/// Resolution 2⁻⁶⁰ and range ±2⁶⁷ in units of the caller's scale.
class ExactSum {
 public:
  void add(double value);  ///< |value| < 2⁶⁶, finite
  void merge(const ExactSum& other) { fixed_ += other.fixed_; }
  double value() const;
  long double extended_value() const;  ///< more digits, for differences of nearly equal sums

  /// The upper and lower 64 bits of the fixed-point number, for digests and storage.
  std::int64_t high_word() const { return static_cast<std::int64_t>(fixed_ >> 64); }
  std::uint64_t low_word() const { return static_cast<std::uint64_t>(fixed_); }

  static ExactSum from_words(std::int64_t high, std::uint64_t low) {
    ExactSum sum;
    sum.fixed_ = (static_cast<Fixed>(high) << 64) | static_cast<Fixed>(low);
    return sum;
  }

  friend bool operator==(const ExactSum&, const ExactSum&) = default;

 private:
  __extension__ using Fixed = __int128;
  Fixed fixed_ = 0;
};

}  // namespace wafercast
