#include "kernels.hpp"

#include <engine/random/streams.hpp>
#include <engine/simulation/block.hpp>

#include <benchmark/benchmark.h>
#include <Eigen/Core>

#include <cstdint>

namespace wafercast::bench {
namespace {

constexpr int repetitions = 20'000;

/// Of a type that holds a block: `exp` of arguments that move by a little, so that no compiler takes it out of the
/// loop.
template <class Block>
double exp_of() {
  Block x = Block::Constant(0.5), value = Block::Zero();
  const double each = nanoseconds(repetitions, block_lanes, [&](int) {
    value = x.exp();
    x = 0.5f + 1e-3f * value;
  });
  benchmark::DoNotOptimize(value.sum());  // or a compiler would not compute it
  return each;
}

}  // namespace

double normal_nanoseconds() {
  const Stream stream(1, "floor");
  Lanes z, sum = Lanes::Zero();
  const double each = nanoseconds(repetitions, block_lanes, [&](int i) {
    stream.normals(static_cast<std::uint64_t>(i) * block_lanes, 0, {z.data(), block_lanes});
    sum += z;
  });
  benchmark::DoNotOptimize(sum.sum());  // or a compiler would not compute it
  return each;
}

double exp_nanoseconds() {
  return exp_of<Lanes>();
}

double single_exp_nanoseconds() {
  return exp_of<Eigen::Array<float, block_lanes, 1>>();
}

double multiply_add_nanoseconds() {
  constexpr int rows = 32;
  LaneTable table(rows);
  for (int row = 0; row < rows; ++row) table[row].setConstant(0.01 * row);
  Lanes sum = Lanes::Zero();
  const double weight = 1.0 / rows;
  const double each = nanoseconds(2'000, block_lanes * rows, [&](int i) {
    for (int row = 0; row < rows; ++row) sum += weight * table[row];
    table[i % rows] = 0.5 * sum;
  });
  benchmark::DoNotOptimize(sum.sum());  // or a compiler would not compute it
  return each;
}

double addition_nanoseconds() {
  constexpr std::size_t many = 1 << 15;
  Eigen::ArrayXd from = Eigen::ArrayXd::Ones(many), to = Eigen::ArrayXd::Zero(many);
  const double each = nanoseconds(2'000, many, [&](int) { to += from; });
  benchmark::DoNotOptimize(to.sum());  // or a compiler would not compute it
  return each;
}

}  // namespace wafercast::bench
