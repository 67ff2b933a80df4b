#include <engine/random/latin_hypercube.hpp>

#include <algorithm>
#include <bit>
#include <cassert>

namespace wafercast {
namespace {

/// A bijection of the numbers under the mask; every step is one.
constexpr std::uint32_t shuffled(std::uint32_t i, std::uint32_t mask, std::uint32_t key) {
  i ^= key;
  i *= 0xE170893DU;
  i ^= key >> 16;
  i ^= (i & mask) >> 4;
  i ^= key >> 8;
  i *= 0x0929EB3FU;
  i ^= key >> 23;
  i ^= (i & mask) >> 1;
  i *= 1U | key >> 27;
  i *= 0x6935FA69U;
  i ^= (i & mask) >> 11;
  i *= 0x74DCB303U;
  i ^= (i & mask) >> 2;
  i *= 0x9E501CC3U;
  i ^= (i & mask) >> 2;
  i *= 0xC860A3DFU;
  i &= mask;
  return i ^ i >> 5;
}

/// Where in its part a point lies, as 32 bits: a hash of number and key (the finaliser of MurmurHash3).
constexpr std::uint32_t jitter(std::uint32_t point, std::uint32_t key) {
  std::uint32_t x = point * 0x9E3779B9U ^ key;
  x ^= x >> 16;
  x *= 0x85EBCA6BU;
  x ^= x >> 13;
  x *= 0xC2B2AE35U;
  return x ^ x >> 16;
}

}  // namespace

LatinHypercube::LatinHypercube(std::uint32_t points) : points_(points), mask_(std::bit_ceil(points) - 1) {
  assert(points >= 1 && points <= std::uint32_t{1} << 31);
}

std::uint32_t LatinHypercube::place(std::uint32_t point, std::uint32_t key) const {
  std::uint32_t i = shuffled(point, mask_, key);
  while (i >= points_) i = shuffled(i, mask_, key);
  return static_cast<std::uint32_t>((std::uint64_t{i} + key) % points_);
}

void LatinHypercube::fill(std::uint32_t first, std::uint32_t key, std::span<std::uint32_t> out) const {
  for (std::size_t lane = 0; lane < out.size(); ++lane) {
    const std::uint32_t point = first + static_cast<std::uint32_t>(lane);
    assert(point < points_);
    // At least n − 1, so that a fraction rounded down stays in its part.
    const std::uint32_t within = std::max(jitter(point, key), points_ - 1);
    const std::uint64_t place_and_part = std::uint64_t{place(point, key)} << 32 | within;
    out[lane] = static_cast<std::uint32_t>(place_and_part / points_);
  }
}

}  // namespace wafercast
