#pragma once

namespace wafercast {

/// A sum in 128-bit fixed point, so that the order of additions and merges does not matter, to the last bit.
/// Resolution 2⁻⁶⁰ and range ±2⁶⁷ in units of the caller's scale.
class ExactSum {
 public:
  void add(double value);  ///< |value| < 2⁶⁶, finite
  void merge(const ExactSum& other) { fixed_ += other.fixed_; }
  double value() const;

  friend bool operator==(const ExactSum&, const ExactSum&) = default;

 private:
  __extension__ __int128 fixed_ = 0;
};

}  // namespace wafercast
