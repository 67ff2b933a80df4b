#pragma once

#include <models/textbook/memoryless_model.hpp>

namespace wafercast::textbook {

/// sales = min(supply, demand), both normal: the heart of a supply-bound business, with a closed form.
class MinimumOfNormals final : public MemorylessModel {
 public:
  MinimumOfNormals();

 private:
  void compute(const DriverBlock& drivers, int slice, Lanes& sales) const override;
};

/// Moments and distribution of the minimum of two correlated normals (C. E. Clark, "The greatest of a finite set of
/// random variables", Operations Research 9, 1961, for −max(−a, −b)); the distribution function for independent ones.
struct NormalMinimum {
  double mean_a, sd_a;
  double mean_b, sd_b;
  double correlation = 0.0;

  double mean() const;
  double sd() const;
  /// P(min ≤ x), for correlation 0.
  double cdf(double x) const;
};

}  // namespace wafercast::textbook
