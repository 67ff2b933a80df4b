#pragma once

#include <engine/core/byte_stream.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace wafercast {

/// Counts of values on a fixed relative grid: every binade is cut into 2^grid_bits equal cells, so a cell is found from
/// the bits of a double by a shift. In the spirit of DDSketch (Masson, Rim, Lee, VLDB 2019): counts are integers, so
/// merging is exact and free of order. A quantile is interpolated within its cell and clamped to the exact minimum and
/// maximum: its relative error is at most 2^-grid_bits, and much less where the density is smooth. Zero, negative and
/// tiny values have cells too (|x| < 2^smallest_exponent counts as zero).
class QuantileSketch {
 public:
  static constexpr int grid_bits = 9;
  static constexpr int smallest_exponent = -40;

  void add(std::span<const double> values);  ///< finite values

  /// What decides a value's cell. A run has hundreds of sketches, which take turns a block at a time; counted at once,
  /// nearly every value would miss the cache. So a caller may keep the keys of many blocks and count them together.
  using Key = std::uint32_t;
  static Key key(double value) { return static_cast<Key>(std::bit_cast<std::uint64_t>(value) >> (52 - grid_bits)); }
  /// Counts values by their keys; `lowest` and `highest` are the least and the greatest of them.
  void count(std::span<const Key> keys, double lowest, double highest);
  void merge(const QuantileSketch& other);

  std::int64_t count() const { return count_; }
  double minimum() const { return minimum_; }  ///< +infinity while empty
  double maximum() const { return maximum_; }  ///< −infinity while empty

  /// The p-quantile; the count must be positive. Many quantiles of one sketch: see DistributionFunction.
  double quantile(double p) const;
  /// The fraction of values at or below x, interpolated within a cell; the count must be positive.
  double cdf(double x) const;

  /// The cells that hold something, whatever room was taken for them: equal sketches write equal bytes.
  void write(ByteWriter& bytes) const;
  static QuantileSketch read(ByteReader& bytes);  ///< throws FormatError

  /// Values in [low, high], as many as `count`.
  struct Cell {
    double low;
    double high;
    std::int64_t count;
  };
  /// The cells that hold something, in ascending order, cut at the minimum and the maximum.
  std::vector<Cell> cells() const;

 private:
  // Cells of one sign are numbered by magnitude; a window covers the magnitudes [first, first + size).
  struct Window {
    std::int32_t first = 0;
    std::int32_t size = 0;

    void cover(std::int32_t low, std::int32_t high);
  };

  void count_few(std::span<const Key> keys);
  void count_nearby(std::span<const Key> keys, Key lowest, Key highest);
  void count_anywhere(std::span<const Key> keys);
  bool find_cells(std::span<const Key> keys, std::uint32_t* cells) const;
  void make_room(std::span<const Key> keys);
  void resize(const Window& negative, const Window& positive);
  template <class Visit>
  void for_each_cell_in(const Window& negative, const Window& positive, Visit visit) const;
  void settle();
  std::size_t zero_cell() const { return static_cast<std::size_t>(negative_.size); }
  std::size_t size() const { return recent_.size(); }
  std::vector<std::int64_t> counts() const;

  // A dense row of cells in the order of their values: negative ones, zero, positive ones. What lies between a window
  // and zero is not stored, or a metric that is sometimes zero would need tens of binades of empty cells. New values
  // are counted in 16 bits, which keeps the cells of a sketch in L1; the counts move to 64 bits before they can
  // overflow.
  Window negative_, positive_;
  std::vector<std::uint16_t> recent_ = {0};
  std::vector<std::int64_t> settled_;  ///< empty until it is needed
  std::int64_t recent_count_ = 0;
  std::int64_t count_ = 0;
  double minimum_ = std::numeric_limits<double>::infinity();
  double maximum_ = -std::numeric_limits<double>::infinity();
};

}  // namespace wafercast
