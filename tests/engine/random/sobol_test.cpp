// Sobol points against another implementation and against what defines them; scrambles against what they must keep and
// what they must lose.

#include <engine/random/sobol.hpp>

#include <boost/random/sobol.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace wafercast {
namespace {

constexpr std::uint32_t key = 0x9E3779B9;

using Chunk = std::array<std::uint32_t, SobolSequence::chunk>;

std::vector<std::uint32_t> points(const SobolSequence& sequence, int dimension, std::uint32_t count) {
  std::vector<std::uint32_t> all;
  Chunk chunk;
  for (std::uint32_t first = 0; first < count; first += SobolSequence::chunk) {
    sequence.points(dimension, first, chunk);
    all.insert(all.end(), chunk.begin(), chunk.end());
  }
  return all;
}

std::vector<std::uint32_t> scrambled(const SobolSequence& sequence, int dimension, std::uint32_t count,
                                     std::uint32_t with) {
  std::vector<std::uint32_t> all;
  Chunk chunk;
  for (std::uint32_t first = 0; first < count; first += SobolSequence::chunk) {
    sequence.scrambled_points(dimension, first, with, chunk);
    all.insert(all.end(), chunk.begin(), chunk.end());
  }
  return all;
}

double fraction(std::uint32_t word) {
  return (word + 0.5) * 0x1p-32;
}

// The first points of Joe and Kuo's own program for three dimensions, in Gray-code order.
TEST(Sobol, FirstPointsAreThoseOfJoeAndKuo) {
  const SobolSequence sequence(3);
  const double known[8][3] = {{0, 0, 0},
                              {0.5, 0.5, 0.5},
                              {0.75, 0.25, 0.25},
                              {0.25, 0.75, 0.75},
                              {0.375, 0.375, 0.625},
                              {0.875, 0.875, 0.125},
                              {0.625, 0.125, 0.875},
                              {0.125, 0.625, 0.375}};
  for (int dimension = 0; dimension < 3; ++dimension) {
    const auto ours = points(sequence, dimension, 64);
    for (std::uint32_t i = 0; i < 8; ++i)
      EXPECT_EQ(ours[i ^ i >> 1] * 0x1p-32, known[i][dimension]) << i << " " << dimension;
  }
}

TEST(Sobol, PointsAreBoostsInAllDimensions) {
  constexpr std::size_t dimensions = SobolSequence::most_dimensions;
  const SobolSequence sequence(dimensions);
  boost::random::sobol_engine<std::uint32_t, 32> engine(dimensions);  // begins with point 1
  std::vector<std::uint32_t> theirs(dimensions);
  std::vector<Chunk> ours(dimensions);
  for (std::size_t d = 0; d < dimensions; ++d) sequence.points(static_cast<int>(d), 0, ours[d]);
  for (std::uint32_t i = 1; i < 64; ++i) {
    engine.generate(theirs.begin(), theirs.end());
    for (std::size_t d = 0; d < dimensions; ++d) ASSERT_EQ(ours[d][i ^ i >> 1], theirs[d]) << i << " " << d;
  }
}

TEST(Sobol, AnyPointCanBeHadByItsIndex) {
  const SobolSequence sequence(5);
  const auto all = points(sequence, 4, 8192);
  Chunk chunk;
  sequence.points(4, 4096, chunk);
  EXPECT_TRUE(std::equal(chunk.begin(), chunk.end(), all.begin() + 4096));
}

/// Whether each of 2^m equal intervals holds one of the first 2^m points.
bool is_stratified(std::vector<std::uint32_t> words, int bits) {
  words.resize(std::size_t{1} << bits);
  std::vector<int> count(words.size());
  for (const std::uint32_t word : words) ++count[word >> (32 - bits)];
  return std::ranges::all_of(count, [](int n) { return n == 1; });
}

TEST(Sobol, ScramblesKeepEveryIntervalsShare) {
  const SobolSequence sequence(400);
  for (const int dimension : {0, 1, 7, 100, 399}) {
    const auto words = scrambled(sequence, dimension, 4096, key + static_cast<std::uint32_t>(dimension));
    for (const int bits : {6, 9, 12}) EXPECT_TRUE(is_stratified(words, bits)) << dimension << " " << bits;
  }
}

// The first two dimensions are a (0, 2)-sequence: each box of area 2⁻¹⁰, of any shape, holds one of 2¹⁰ points.
TEST(Sobol, ScramblesKeepEveryBoxsShare) {
  const SobolSequence sequence(2);
  const auto x = scrambled(sequence, 0, 1024, key);
  const auto y = scrambled(sequence, 1, 1024, key + 1);
  for (unsigned bits = 0; bits <= 10; ++bits) {
    std::vector<int> count(1024);
    for (std::size_t i = 0; i < 1024; ++i) {
      const std::uint64_t across = std::uint64_t{x[i]} >> (32 - bits);
      const std::uint64_t down = std::uint64_t{y[i]} >> (22 + bits);
      ++count[across << (10 - bits) | down];
    }
    EXPECT_EQ(*std::ranges::max_element(count), 1) << bits;
  }
}

// Over scrambles a point is uniform: the mean of 2,000 first points is within 5 standard errors of ½ (fails a sound one
// once in 1.7 M); without a scramble it is 0.
TEST(Sobol, AScrambledPointIsUniform) {
  const SobolSequence sequence(3);
  constexpr int scrambles = 2000;
  double sum = 0.0;
  for (std::uint32_t k = 0; k < scrambles; ++k) {
    Chunk chunk;
    sequence.scrambled_points(2, 0, k * 0x9E3779B9U, chunk);
    sum += fraction(chunk[0]);
  }
  EXPECT_NEAR(sum / scrambles, 0.5, 5.0 / std::sqrt(12.0 * scrambles));
}

/// Root mean square error of the mean of Π (½ + x) over five dimensions, which is 1, over 32 scrambles.
double product_error(const SobolSequence& sequence, std::uint32_t count, bool broken) {
  double squares = 0.0;
  for (std::uint32_t k = 0; k < 32; ++k) {
    std::vector<double> product(count, 1.0);
    for (int dimension = 0; dimension < 5; ++dimension) {
      const auto d = static_cast<std::uint32_t>(dimension);
      const auto words = scrambled(sequence, broken ? 0 : dimension, count, (k * 5 + d) * 0x9E3779B9U + k);
      for (std::size_t i = 0; i < count; ++i) product[i] *= 0.5 + fraction(words[i]);
    }
    double sum = 0.0;
    for (const double value : product) sum += value;
    squares += std::pow(sum / count - 1.0, 2);
  }
  return std::sqrt(squares / 32);
}

// Errors of a smooth function fall with a power near −3/2, where independent draws have −½: at least by 4 each time the
// points are quadrupled. Had all dimensions the same points, the product would have a mean of its own.
TEST(Sobol, ErrorsOfASmoothFunctionFallSteeply) {
  const SobolSequence sequence(5);
  const double few = product_error(sequence, 256, false);
  const double more = product_error(sequence, 4096, false);
  EXPECT_LT(more, few / 16.0);
  EXPECT_LT(more, 1e-4);
  EXPECT_GT(product_error(sequence, 4096, true), 1e-2);
}

}  // namespace
}  // namespace wafercast
