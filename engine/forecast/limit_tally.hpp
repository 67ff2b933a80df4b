#pragma once

#include <engine/simulation/series.hpp>

#include <cstdint>
#include <vector>

namespace wafercast {

/// Counts the paths in which what is supposed of a driver was held at the bound of its support, by row of
/// SeriesBlock::limited, and hands the blocks on. Counts add up in any order.
class LimitTally final : public BlockConsumer {
 public:
  /// `next` has to outlive the tally.
  LimitTally(int rows, BlockConsumer& next) : counts_(static_cast<std::size_t>(rows)), next_(next) {}

  void consume(const SeriesBlock& block) override {
    for (std::size_t row = 0; row < counts_.size(); ++row) {
      counts_[row] += static_cast<std::int64_t>(block.limited[static_cast<int>(row)].head(block.lanes).sum());
    }
    next_.consume(block);
  }
  void finish() override { next_.finish(); }

  void add_to(std::vector<std::int64_t>& counts) const {
    for (std::size_t row = 0; row < counts_.size(); ++row) counts[row] += counts_[row];
  }

 private:
  std::vector<std::int64_t> counts_;
  BlockConsumer& next_;
};

}  // namespace wafercast
