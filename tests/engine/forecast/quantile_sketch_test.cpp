#include <tests/engine/forecast/draws.hpp>

#include <engine/forecast/quantile_sketch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace wafercast {
namespace {

using test::draws;
using test::Shape;

constexpr double relative_bound = 1.0 / (1 << QuantileSketch::grid_bits);
constexpr std::array probabilities = {0.0, 0.001, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.999, 1.0};

const std::vector<Shape>& shapes() {
  static const std::vector<Shape> all = {
      {"lognormal", [](double z) { return 4e10 * std::exp(0.3 * z); }},
      {"wide lognormal", [](double z) { return std::exp(8.0 * z); }},
      {"negative", [](double z) { return -5.0 - std::exp(z); }},
      {"crossing zero", [](double z) { return 0.02 + 0.1 * z; }},
      {"often zero", [](double z) { return std::max(z, 0.0) * 1e9; }},
      {"indicator", [](double z) { return z > 0.3 ? 1.0 : 0.0; }},
      {"integers", [](double z) { return std::floor(3.0 * z); }},
      {"tiny", [](double z) { return 0x1p-45 * z; }},
  };
  return all;
}

QuantileSketch sketch_of(std::span<const double> values) {
  QuantileSketch sketch;
  sketch.add(values);
  return sketch;
}

/// The value below which p of the sorted values lie, by its definition.
double exact_quantile(const std::vector<double>& sorted, double p) {
  const auto rank = std::ceil(p * static_cast<double>(sorted.size()));
  return sorted[static_cast<std::size_t>(std::max(rank - 1.0, 0.0))];
}

double largest_relative_error(const QuantileSketch& sketch, std::vector<double> values) {
  std::sort(values.begin(), values.end());
  double worst = 0.0;
  for (const double p : probabilities) {
    const double exact = exact_quantile(values, p);
    const double size = std::max(std::abs(exact), std::ldexp(1.0, QuantileSketch::smallest_exponent) / relative_bound);
    worst = std::max(worst, std::abs(sketch.quantile(p) - exact) / size);
  }
  return worst;
}

TEST(QuantileSketch, IsWithinItsRelativeBoundOfTheSortedDraws) {
  for (const Shape& shape : shapes()) {
    for (const std::size_t count : {1U, 2U, 63U, 64U, 1000U, 100'000U}) {
      const auto values = draws(shape, count, 1);
      EXPECT_LE(largest_relative_error(sketch_of(values), values), relative_bound) << shape.name << " " << count;
    }
  }
}

TEST(QuantileSketch, BrokenTwinWithACoarserGridExceedsTheBound) {
  const auto values = draws(shapes()[0], 100'000, 1);
  std::vector<double> rounded = values;
  for (double& value : rounded) value = std::exp2(std::floor(64.0 * std::log2(value)) / 64.0);
  EXPECT_GT(largest_relative_error(sketch_of(rounded), values), relative_bound);
}

TEST(QuantileSketch, KnowsExtremesAndConstantsExactly) {
  for (const double constant : {3.7e10, -0.0123, 0.0, 1e-300, 1e300, -1.0}) {
    const std::vector<double> values(200, constant);
    const QuantileSketch sketch = sketch_of(values);
    for (const double p : probabilities) EXPECT_EQ(sketch.quantile(p), constant);
    EXPECT_EQ(sketch.minimum(), constant);
    EXPECT_EQ(sketch.maximum(), constant);
    EXPECT_EQ(sketch.cdf(constant), 1.0);
    EXPECT_EQ(sketch.cdf(std::nextafter(constant, -std::numeric_limits<double>::infinity())), 0.0);
  }
}

TEST(QuantileSketch, HoldsEveryFiniteNumber) {
  const double largest = std::numeric_limits<double>::max();
  const std::vector<double> values = {-largest, -1.0, -0x1p-40, -0x1p-41, 0.0, 5e-324, 0x1p-40, 1.0, largest};
  const QuantileSketch sketch = sketch_of(values);
  EXPECT_EQ(sketch.count(), 9);
  EXPECT_EQ(sketch.quantile(0.0), -largest);
  EXPECT_EQ(sketch.quantile(1.0), largest);
  EXPECT_EQ(sketch.quantile(0.5), 0.0);
  EXPECT_NEAR(sketch.cdf(0.0), 6.0 / 9.0, 1e-15);
  EXPECT_NEAR(sketch.cdf(-0.5), 2.0 / 9.0, 1e-15);
}

TEST(QuantileSketch, CdfAndQuantileAreInverse) {
  const QuantileSketch sketch = sketch_of(draws(shapes()[3], 100'000, 2));
  for (const double p : {0.01, 0.1, 0.3, 0.5, 0.8, 0.99}) EXPECT_NEAR(sketch.cdf(sketch.quantile(p)), p, 1e-9);
}

TEST(QuantileSketch, CountsBeyondSixteenBitsInOneCell) {
  QuantileSketch sketch;
  const std::vector<double> block(64, 2.5);
  for (int i = 0; i < 5000; ++i) sketch.add(block);
  sketch.add(std::vector<double>{-1.0, 7.0});
  ASSERT_EQ(sketch.cells().size(), 3U);
  EXPECT_EQ(sketch.cells()[1].count, 320'000);
}

void expect_same(const QuantileSketch& a, const QuantileSketch& b) {
  ASSERT_EQ(a.count(), b.count());
  ASSERT_EQ(a.cells().size(), b.cells().size());
  for (std::size_t i = 0; i < a.cells().size(); ++i) {
    EXPECT_EQ(a.cells()[i].low, b.cells()[i].low);
    EXPECT_EQ(a.cells()[i].high, b.cells()[i].high);
    EXPECT_EQ(a.cells()[i].count, b.cells()[i].count);
  }
}

TEST(QuantileSketch, MergesLikeOneSketch) {
  for (const Shape& shape : shapes()) {
    const auto values = draws(shape, 500, 3);
    const auto all = std::span(values);
    QuantileSketch forwards = sketch_of(all.first(100));
    forwards.merge(sketch_of(all.subspan(100)));
    QuantileSketch backwards;
    backwards.merge(sketch_of(all.subspan(100)));
    backwards.merge(sketch_of(all.first(100)));
    expect_same(forwards, sketch_of(all));
    expect_same(backwards, sketch_of(all));
  }
}

TEST(QuantileSketch, KeepsGrowingAfterAMerge) {
  QuantileSketch sketch = sketch_of(std::vector<double>{1.0, 2.0});
  sketch.merge(sketch_of(std::vector<double>{-3.0, 0.0}));
  sketch.add(std::vector<double>{1e12, -1e-9, -1e15, 1e-9});
  expect_same(sketch, sketch_of(std::vector<double>{1.0, 2.0, -3.0, 0.0, 1e12, -1e-9, -1e15, 1e-9}));
}

}  // namespace
}  // namespace wafercast
