#include <wafercast/random/normal_table.hpp>

#include <wafercast/random/normal.hpp>

#include <cmath>
#include <numbers>

namespace wafercast {
namespace {

double slope(double z) {
  return std::sqrt(2.0 * std::numbers::pi) * std::exp(0.5 * z * z);
}

}  // namespace

NormalTable::NormalTable() {
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    const int exponent = static_cast<int>(i >> cell_bits) - binades - 1;
    const double cell = static_cast<double>(i & ((1U << cell_bits) - 1));
    const double width = std::ldexp(1.0, exponent - cell_bits);
    const double low = std::ldexp(1.0, exponent) + cell * width;
    const double z0 = normal_quantile(low);
    const double z1 = normal_quantile(low + width);
    const double d0 = slope(z0) * width;
    const double d1 = slope(z1) * width;
    cells_[i] = {z0, d0, 3.0 * (z1 - z0) - 2.0 * d0 - d1, 2.0 * (z0 - z1) + d0 + d1};
  }
}

}  // namespace wafercast
