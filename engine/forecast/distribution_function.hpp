#pragma once

#include <engine/forecast/quantile_sketch.hpp>

#include <cstdint>
#include <vector>

namespace wafercast {

/// What a sketch says about its distribution. Reads the sketch once, after which a quantile is a binary search.
class DistributionFunction {
 public:
  explicit DistributionFunction(const QuantileSketch& sketch);  ///< of at least one value

  /// The p-quantile, 0 ≤ p ≤ 1: the value below which p · count of the values lie, interpolated within its cell.
  double quantile(double p) const;
  /// The fraction of values at or below x, interpolated within a cell.
  double cdf(double x) const;

  /// Mean square and fourth power of the distance from a centre, every value taken at the middle of its cell.
  struct Moments {
    double second;
    double fourth;
  };
  Moments moments_about(double centre) const;

 private:
  struct Step {
    QuantileSketch::Cell cell;
    std::int64_t up_to;  ///< values in this cell and in those below it
  };
  std::vector<Step> steps_;
  double count_;
};

}  // namespace wafercast
