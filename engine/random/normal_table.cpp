#include <engine/random/normal_table.hpp>

#include <engine/random/normal.hpp>

#include <cmath>
#include <cstring>
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

// Four cells are loaded whole and transposed: a gather of single coefficients, which is what the compiler would make of
// the plain loop, takes three times as long.
void NormalTable::fill(std::span<const std::uint32_t> words, double* out) const {
  std::size_t i = 0;
  for (; i + chunk <= words.size(); i += chunk) fill_chunk(words.data() + i, out + i);
  for (; i < words.size(); ++i) out[i] = (*this)(words[i]);
}

void NormalTable::fill_chunk(const std::uint32_t* words, double* out) const {
  using Four [[gnu::vector_size(32)]] = double;
  std::array<std::uint32_t, chunk> cell;
  std::array<std::uint64_t, chunk> sign;
  alignas(sizeof(Four)) std::array<double, chunk> t;
  alignas(sizeof(Four)) std::array<double, chunk> z;
  for (std::size_t i = 0; i < chunk; ++i) {
    const Place place(words[i]);
    cell[i] = place.cell;
    t[i] = place.t;
    sign[i] = place.sign;
  }
  for (std::size_t i = 0; i < chunk; i += 4) {
    const auto row = [&](std::size_t k) { return std::bit_cast<Four>(cells_[cell[i + k]]); };
    const Four low01 = __builtin_shufflevector(row(0), row(1), 0, 4, 2, 6);
    const Four high01 = __builtin_shufflevector(row(0), row(1), 1, 5, 3, 7);
    const Four low23 = __builtin_shufflevector(row(2), row(3), 0, 4, 2, 6);
    const Four high23 = __builtin_shufflevector(row(2), row(3), 1, 5, 3, 7);
    const Four c0 = __builtin_shufflevector(low01, low23, 0, 1, 4, 5);
    const Four c1 = __builtin_shufflevector(high01, high23, 0, 1, 4, 5);
    const Four c2 = __builtin_shufflevector(low01, low23, 2, 3, 6, 7);
    const Four c3 = __builtin_shufflevector(high01, high23, 2, 3, 6, 7);
    Four at;
    std::memcpy(&at, &t[i], sizeof at);
    const Four value = ((c3 * at + c2) * at + c1) * at + c0;
    std::memcpy(&z[i], &value, sizeof value);
  }
  for (std::size_t i = 0; i < chunk; ++i) {
    out[i] = std::bit_cast<double>(std::bit_cast<std::uint64_t>(z[i]) ^ sign[i]);
  }
}

const NormalTable& normal_table() {
  static const NormalTable table;
  return table;
}

}  // namespace wafercast
