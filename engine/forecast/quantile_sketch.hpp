#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace wafercast {

/// Counts of values on a fixed relative grid: every binade is cut into 2^grid_bits equal cells, so a cell is found from the
/// bits of a double by a shift. In the spirit of DDSketch (Masson, Rim, Lee, VLDB 2019): counts are integers, so merging is
/// exact and free of order. A quantile is interpolated within its cell and clamped to the exact minimum and maximum: its
/// relative error is at most 2^-grid_bits, and much less where the density is smooth.
/// Zero, negative and tiny values have cells too (|x| < 2^smallest_exponent counts as zero).
class QuantileSketch {
 public:
  static constexpr int grid_bits = 9;
  static constexpr int smallest_exponent = -40;

  void add(std::span<const double> values);  ///< finite values
  void merge(const QuantileSketch& other);

  std::int64_t count() const;
  double minimum() const;
  double maximum() const;

  /// The p-quantile; the count must be positive.
  double quantile(double p) const;
  /// The fraction of values at or below x, interpolated within a cell.
  double cdf(double x) const;

 private:
  // A dense window of cells that grows on demand; cells are numbered in the order of their values.
  std::int32_t first_cell_ = 0;
  std::vector<std::int64_t> counts_;
  std::int64_t count_ = 0;
  double minimum_, maximum_;
};

}  // namespace wafercast
