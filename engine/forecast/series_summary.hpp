#pragma once

#include <engine/forecast/exact_sum.hpp>
#include <engine/forecast/forecast.hpp>
#include <engine/forecast/quantile_sketch.hpp>

#include <cstdint>
#include <limits>
#include <span>

namespace wafercast {

/// Moments and quantiles of one series. Sums are of value / scale, a block at a time in a fixed order.
class SeriesSummary {
 public:
  /// `scale` is a power of two; values are counted in the sketch as value + offset.
  explicit SeriesSummary(double scale, double offset = 0.0);

  /// Adds one block of values, all within ±limit(scale).
  void add(std::span<const double> values);

  /// The same in two steps: sums and extremes now, while keys for count() are written to `keys`, and counts later, of
  /// any number of blocks together. Between the two only further calls of these two are allowed.
  void observe(std::span<const double> values, QuantileSketch::Key* keys);
  void count(std::span<const QuantileSketch::Key> keys) { sketch_.count(keys, lowest_ + offset_, highest_ + offset_); }
  void merge(const SeriesSummary& other);

  /// Mean, sd, the given quantiles and a histogram. Errors: of the mean sd/√n; of the sd from the fourth moment, which
  /// the sketch gives for nothing, as the normal-theory error is far too small for heavy tails; of a quantile half the
  /// distance of the quantiles one binomial standard error of p away, which asks for no density.
  Distribution distribution(std::span<const double> probabilities) const;

  void write(ByteWriter& bytes) const;
  void read(ByteReader& bytes);  ///< into a summary of the same scale and offset; throws FormatError

  std::int64_t count() const { return sketch_.count(); }
  const QuantileSketch& sketch() const { return sketch_; }  ///< of value + offset
  const ExactSum& sum() const { return sum_; }
  const ExactSum& sum_of_squares() const { return sum_of_squares_; }

  /// Values as large as this have squares that leave the fixed-point range.
  static double limit(double scale) { return scale * 0x1p29; }

 private:
  double mean() const;
  double sd() const;

  double scale_;
  double offset_;
  ExactSum sum_;
  ExactSum sum_of_squares_;
  double lowest_ = std::numeric_limits<double>::infinity();  ///< observed so far
  double highest_ = -std::numeric_limits<double>::infinity();
  QuantileSketch sketch_;
};

}  // namespace wafercast
