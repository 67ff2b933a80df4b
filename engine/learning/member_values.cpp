#include <engine/learning/member_values.hpp>

#include <algorithm>

namespace wafercast {

MemberValues::MemberValues(std::vector<int> rows, int events, std::int64_t blocks)
    : rows_(std::move(rows)), is_kept_(static_cast<std::size_t>(blocks), 0) {
  blocks_.reserve(is_kept_.size());
  for (std::int64_t block = 0; block < blocks; ++block) blocks_.emplace_back(static_cast<int>(rows_.size()), events);
}

std::int64_t MemberValues::bytes_of(std::size_t rows, int events, std::int64_t blocks) {
  return (static_cast<std::int64_t>(rows) + events) * static_cast<std::int64_t>(sizeof(Lanes)) * blocks;
}

void MemberValues::keep(const SeriesBlock& block) {
  const auto index = static_cast<std::size_t>(block.first_path / block_lanes);
  if (index >= blocks_.size() || block.lanes < block_lanes) return;
  SeriesBlock& kept = blocks_[index];
  for (std::size_t i = 0; i < rows_.size(); ++i) kept.values[static_cast<int>(i)] = block.values[rows_[i]];
  for (int event = 0; event < block.happened.rows(); ++event) kept.happened[event] = block.happened[event];
  is_kept_[index] = 1;
}

bool MemberValues::holds(std::int64_t blocks) const {
  if (blocks > static_cast<std::int64_t>(is_kept_.size())) return false;
  return std::all_of(is_kept_.begin(), is_kept_.begin() + blocks, [](std::uint8_t kept) { return kept != 0; });
}

}  // namespace wafercast
