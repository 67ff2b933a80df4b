#include <models/textbook/product_of_lognormals.hpp>

#include <engine/random/normal.hpp>

#include <cmath>

namespace wafercast::textbook {

ProductOfLognormals::ProductOfLognormals()
    : MemorylessModel({{"units", "unit/quarter", Support::positive, "units sold", std::nullopt},
                       {"price", "USD/unit", Support::positive, "price of a unit", std::nullopt}},
                      {"sales", "sales", "USD", 1.0, MetricSpec::Annual::sum, "", "", true, false}) {}

void ProductOfLognormals::compute(const DriverBlock& drivers, int slice, Lanes& sales) const {
  sales = drivers(0, slice) * drivers(1, slice);
}

double LognormalProduct::log_sd() const {
  return std::sqrt(log_sd_a * log_sd_a + log_sd_b * log_sd_b + 2.0 * log_correlation * log_sd_a * log_sd_b);
}

double LognormalProduct::quantile(double p) const {
  return median_a * median_b * std::exp(log_sd() * normal_quantile(p));
}

double LognormalProduct::mean() const {
  return median_a * median_b * std::exp(0.5 * log_sd() * log_sd());
}

double LognormalProduct::sd() const {
  return mean() * std::sqrt(std::expm1(log_sd() * log_sd()));
}

}  // namespace wafercast::textbook
