#pragma once

#include <models/textbook/memoryless_model.hpp>

namespace wafercast::textbook {

/// sales = units × price. With lognormal drivers whose logs are jointly normal, sales are lognormal too: an oracle for
/// quantiles, means and the effect of correlation.
class ProductOfLognormals final : public MemorylessModel {
 public:
  ProductOfLognormals();

 private:
  void compute(const DriverBlock& drivers, int slice, Lanes& sales) const override;
};

/// The product of two lognormals by their medians, log standard deviations and the correlation of their logs.
struct LognormalProduct {
  double median_a, log_sd_a;
  double median_b, log_sd_b;
  double log_correlation = 0.0;

  double log_sd() const;
  double quantile(double p) const;
  double mean() const;
  double sd() const;
};

}  // namespace wafercast::textbook
