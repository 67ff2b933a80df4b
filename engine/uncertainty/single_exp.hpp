#pragma once

#include <Eigen/Core>

namespace wafercast {

/// exp of many lanes in single precision, which takes a quarter of the time: relative error below 2e-7 for |x| ≤ 1, and
/// 1e-7 |x| beyond. A factor that is exact, e.g. a median, is best multiplied in double afterwards.
/// Step by step: Eigen has no vector instructions for an expression that changes the type within.
template <int lanes>
Eigen::Array<double, lanes, 1> single_exp(const Eigen::Array<double, lanes, 1>& x) {
  Eigen::Array<float, lanes, 1> single = x.template cast<float>();
  single = single.exp();
  return single.template cast<double>();
}

}  // namespace wafercast
