#pragma once

#include <engine/simulation/series.hpp>

#include <cstdint>
#include <utility>
#include <vector>

namespace wafercast {

/// What the first paths of a run said of some series, so that errors over the ensemble need not run them again. Workers
/// may share one: each block has a place of its own.
class MemberValues {
 public:
  /// `rows` of SeriesBlock::values, ascending.
  MemberValues(std::vector<int> rows, int events, std::int64_t blocks);

  /// Beyond this the paths are rather run again.
  static constexpr std::int64_t most_bytes = std::int64_t{1} << 28;
  static std::int64_t bytes_of(std::size_t rows, int events, std::int64_t blocks);

  void keep(const SeriesBlock& block);  ///< one that is whole; beyond the blocks that there is room for: nothing

  /// Whether the first blocks are all there.
  bool holds(std::int64_t blocks) const;

  /// What a block said: row i of its values is row rows()[i] of the run's.
  const SeriesBlock& block(std::int64_t index) const { return blocks_[static_cast<std::size_t>(index)]; }
  const std::vector<int>& rows() const { return rows_; }

 private:
  std::vector<int> rows_;
  std::vector<SeriesBlock> blocks_;
  std::vector<std::uint8_t> is_kept_;  ///< by block: bytes, which threads write side by side
};

/// Keeps blocks, and hands them on.
class MemberKeeper final : public BlockConsumer {
 public:
  /// Both have to outlive this; no values: nothing is kept.
  MemberKeeper(MemberValues* values, BlockConsumer& next) : values_(values), next_(next) {}

  void consume(const SeriesBlock& block) override {
    if (values_ != nullptr) values_->keep(block);
    next_.consume(block);
  }
  void finish() override { next_.finish(); }

 private:
  MemberValues* values_;
  BlockConsumer& next_;
};

}  // namespace wafercast
