#include <models/textbook/minimum_of_normals.hpp>

#include <engine/random/normal.hpp>

#include <cmath>
#include <numbers>

namespace wafercast::textbook {
namespace {

double normal_density(double z) {
  return std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi);
}

}  // namespace

MinimumOfNormals::MinimumOfNormals()
    : MemorylessModel({{"supply", "USD", Support::real, "what could be sold", std::nullopt},
                       {"demand", "USD", Support::real, "what is wanted", std::nullopt}},
                      {"sales", "sales", "USD", 1.0, MetricSpec::Annual::sum, "", "", false, false}) {}

void MinimumOfNormals::compute(const DriverBlock& drivers, int slice, Lanes& sales) const {
  sales = drivers(0, slice).min(drivers(1, slice));
}

double NormalMinimum::mean() const {
  const double spread = std::sqrt(sd_a * sd_a + sd_b * sd_b - 2.0 * correlation * sd_a * sd_b);
  const double alpha = (mean_b - mean_a) / spread;
  return mean_a * normal_cdf(alpha) + mean_b * normal_cdf(-alpha) - spread * normal_density(alpha);
}

double NormalMinimum::sd() const {
  const double spread = std::sqrt(sd_a * sd_a + sd_b * sd_b - 2.0 * correlation * sd_a * sd_b);
  const double alpha = (mean_b - mean_a) / spread;
  const double second_moment = (mean_a * mean_a + sd_a * sd_a) * normal_cdf(alpha) +
                               (mean_b * mean_b + sd_b * sd_b) * normal_cdf(-alpha) -
                               (mean_a + mean_b) * spread * normal_density(alpha);
  return std::sqrt(second_moment - mean() * mean());
}

double NormalMinimum::cdf(double x) const {
  return 1.0 - normal_cdf((mean_a - x) / sd_a) * normal_cdf((mean_b - x) / sd_b);
}

}  // namespace wafercast::textbook
