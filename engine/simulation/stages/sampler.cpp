#include <engine/simulation/stages/sampler.hpp>

namespace wafercast {

PhiloxSampler::PhiloxSampler(std::uint64_t seed, const std::vector<DrawName>& draws) {
  rows_.reserve(draws.size());
  for (const DrawName& draw : draws) rows_.push_back({Stream(seed, draw.stream), draw.step});
}

void PhiloxSampler::fill(std::uint64_t first_path, LaneTable& z) const {
  for (int row = 0; row < static_cast<int>(rows_.size()); ++row) fill_row(first_path, row, z);
}

void PhiloxSampler::fill_rows(std::uint64_t first_path, std::span<const int> rows, LaneTable& z) const {
  for (int row : rows) fill_row(first_path, row, z);
}

void PhiloxSampler::fill_row(std::uint64_t first_path, int row, LaneTable& z) const {
  const Row& named = rows_[static_cast<std::size_t>(row)];
  named.stream.normals(first_path, named.step, std::span<double>(z[row].data(), block_lanes));
}

}  // namespace wafercast
