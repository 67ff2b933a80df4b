#pragma once

#include <engine/simulation/block.hpp>

#include <array>
#include <cstddef>
#include <span>

namespace wafercast {

/// Some lanes of a block, in ascending order.
class LaneSelection {
 public:
  void add(int lane) { lanes_[static_cast<std::size_t>(size_++)] = lane; }
  int size() const { return size_; }
  std::span<const int> lanes() const { return {lanes_.data(), static_cast<std::size_t>(size_)}; }

  /// The selected values side by side: the row itself where the selection is its beginning, else a copy in `buffer`.
  std::span<const double> of(const Lanes& row, Lanes& buffer) const {
    const auto count = static_cast<std::size_t>(size_);
    if (size_ == 0 || lanes_[count - 1] == size_ - 1) return {row.data(), count};
    for (std::size_t i = 0; i < count; ++i) buffer[static_cast<int>(i)] = row[lanes_[i]];
    return {buffer.data(), count};
  }

 private:
  std::array<int, block_lanes> lanes_;
  int size_ = 0;
};

}  // namespace wafercast
