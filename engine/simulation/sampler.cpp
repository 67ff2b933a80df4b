#include <wafercast/simulation/sampler.hpp>

#include <span>

namespace wafercast {

PhiloxSampler::PhiloxSampler(std::uint64_t seed, const std::vector<DrawName>& draws) {
  rows_.reserve(draws.size());
  for (const DrawName& draw : draws) rows_.push_back({Stream(seed, draw.stream), draw.step});
}

void PhiloxSampler::fill(std::uint64_t first_path, LaneTable& z) const {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    Lanes& row = z[static_cast<int>(i)];
    rows_[i].stream.normals(first_path, rows_[i].step, std::span<double>(row.data(), block_lanes));
  }
}

}  // namespace wafercast
