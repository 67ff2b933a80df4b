#include <engine/random/sobol.hpp>

#include <boost/random/sobol.hpp>

#include <bit>
#include <cassert>

namespace wafercast {
namespace {

constexpr int word_bits = 32;
constexpr int chunk_bits = std::countr_zero(SobolSequence::chunk);

constexpr std::uint32_t reversed(std::uint32_t x) {
  x = (x >> 1 & 0x55555555U) | (x & 0x55555555U) << 1;
  x = (x >> 2 & 0x33333333U) | (x & 0x33333333U) << 2;
  x = (x >> 4 & 0x0F0F0F0FU) | (x & 0x0F0F0F0FU) << 4;
  return __builtin_bswap32(x);
}

/// A bijection in which a bit depends on lower bits alone, in the reversed order of a coordinate: on those above it.
constexpr std::uint32_t scrambled(std::uint32_t x, std::uint32_t key) {
  x ^= x * 0x3D20ADEAU;
  x += key;
  x *= key >> 16 | 1U;
  x ^= x * 0x05526C56U;
  x ^= x * 0x53A22864U;
  return x;
}

}  // namespace

SobolSequence::SobolSequence(int dimensions) : dimensions_(static_cast<std::size_t>(dimensions)) {
  assert(dimensions >= 1 && dimensions <= most_dimensions);
  boost::random::sobol_engine<std::uint32_t, word_bits> engine(dimensions_.size());
  // The engine's point 2ʲ − 1, counted from zero, combines directions j and j − 1.
  for (std::size_t j = 0; j < word_bits; ++j) {
    engine.seed((std::uint32_t{1} << j) - 1);
    for (Dimension& dimension : dimensions_) {
      const std::uint32_t both = reversed(engine());
      dimension.directions[j] = j == 0 ? both : both ^ dimension.directions[j - 1];
    }
  }
  for (Dimension& dimension : dimensions_) {
    for (std::uint32_t i = 0; i < chunk; ++i) {
      dimension.low[i] = 0;
      for (std::size_t j = 0; j < chunk_bits; ++j) {
        if (i >> j & 1U) dimension.low[i] ^= dimension.directions[j];
      }
    }
  }
}

std::uint32_t SobolSequence::reversed_base(const Dimension& dimension, std::uint32_t first) const {
  assert(first % chunk == 0);
  std::uint32_t base = 0;
  for (std::uint32_t left = first; left != 0; left &= left - 1) {
    base ^= dimension.directions[static_cast<std::size_t>(std::countr_zero(left))];
  }
  return base;
}

void SobolSequence::points(int dimension, std::uint32_t first, std::span<std::uint32_t, chunk> out) const {
  const Dimension& of = dimensions_[static_cast<std::size_t>(dimension)];
  const std::uint32_t base = reversed_base(of, first);
  for (std::size_t i = 0; i < chunk; ++i) out[i] = reversed(base ^ of.low[i]);
}

void SobolSequence::scrambled_points(int dimension, std::uint32_t first, std::uint32_t key,
                                     std::span<std::uint32_t, chunk> out) const {
  const Dimension& of = dimensions_[static_cast<std::size_t>(dimension)];
  const std::uint32_t base = reversed_base(of, first);
  for (std::size_t i = 0; i < chunk; ++i) out[i] = reversed(scrambled(base ^ of.low[i], key));
}

}  // namespace wafercast
