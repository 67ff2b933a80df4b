#pragma once

#include <engine/simulation/series.hpp>

#include <vector>

namespace wafercast {

/// Hands on some rows of each block and leaves out the others: what nobody asked for need not be summarised.
class ChosenSeries final : public BlockConsumer {
 public:
  /// `rows` of SeriesBlock::values, in the order in which `next` has them; it has to outlive this.
  ChosenSeries(std::vector<int> rows, int events, BlockConsumer& next)
      : rows_(std::move(rows)), block_(static_cast<int>(rows_.size()), events), next_(next) {}

  void consume(const SeriesBlock& block) override {
    block_.first_path = block.first_path;
    block_.lanes = block.lanes;
    for (std::size_t i = 0; i < rows_.size(); ++i) block_.values[static_cast<int>(i)] = block.values[rows_[i]];
    for (int event = 0; event < block.happened.rows(); ++event) block_.happened[event] = block.happened[event];
    next_.consume(block_);
  }
  void finish() override { next_.finish(); }

 private:
  std::vector<int> rows_;
  SeriesBlock block_;
  BlockConsumer& next_;
};

}  // namespace wafercast
