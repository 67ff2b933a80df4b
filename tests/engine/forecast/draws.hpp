#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

namespace wafercast::test {

/// A named way to draw a value from a standard normal.
struct Shape {
  std::string name;
  std::function<double(double)> of_normal;
};

inline std::vector<double> draws(const Shape& shape, std::size_t count, std::uint64_t seed) {
  std::mt19937_64 bits(seed);
  std::normal_distribution<double> normal;
  std::vector<double> values(count);
  for (double& value : values) value = shape.of_normal(normal(bits));
  return values;
}

}  // namespace wafercast::test
