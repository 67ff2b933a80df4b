#pragma once

#include <Eigen/Core>

#include <span>
#include <vector>

namespace wafercast {

/// Paths are simulated in blocks of this many, side by side. Sized so that a block's drivers and metrics stay in L2.
inline constexpr int block_lanes = 64;

/// One quantity in one quarter, for every path of a block. Money in USD, margins as fractions.
using Lanes = Eigen::Array<double, block_lanes, 1>;

inline std::span<double> lanes_of(Lanes& row) {
  return {row.data(), static_cast<std::size_t>(row.size())};
}
inline std::span<const double> lanes_of(const Lanes& row) {
  return {row.data(), static_cast<std::size_t>(row.size())};
}

/// A table of lanes; all memory is taken at construction.
template <class Row>
class BasicLaneTable {
 public:
  explicit BasicLaneTable(int rows) : rows_(static_cast<std::size_t>(rows)) {}

  int rows() const { return static_cast<int>(rows_.size()); }
  Row& operator[](int row) { return rows_[static_cast<std::size_t>(row)]; }
  const Row& operator[](int row) const { return rows_[static_cast<std::size_t>(row)]; }

 private:
  std::vector<Row, Eigen::aligned_allocator<Row>> rows_;
};

using LaneTable = BasicLaneTable<Lanes>;

}  // namespace wafercast
