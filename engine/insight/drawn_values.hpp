#pragma once

#include <Eigen/Core>

#include <cstddef>
#include <span>

namespace wafercast {

/// What was drawn on all paths, for those who need no Eigen.
inline std::span<const double> values_of(const Eigen::VectorXd& drawn) {
  return {drawn.data(), static_cast<std::size_t>(drawn.size())};
}
inline std::span<const double> values_of(const Eigen::MatrixXd& draws, Eigen::Index column) {
  return {draws.col(column).data(), static_cast<std::size_t>(draws.rows())};
}

}  // namespace wafercast
