#include <engine/simulation/stages/sobol_sampler.hpp>

#include <engine/random/normal_table.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace wafercast {

SobolSampler::SobolSampler(std::uint64_t seed, const std::vector<DrawName>& draws, Replicates replicates)
    : replicates_(replicates),
      sequence_(std::clamp(static_cast<int>(draws.size()), 1, SobolSequence::most_dimensions)),
      beyond_(seed, draws) {
  for (const DrawName& draw : draws) {
    const Stream scrambles(seed, fmt::format("scramble of {}", draw.stream));
    for (int replicate = 0; replicate < replicates.count; ++replicate) {
      keys_.push_back(scrambles.word(static_cast<std::uint64_t>(replicate), draw.step));
    }
  }
}

void SobolSampler::fill(std::uint64_t first_path, LaneTable& z) const {
  for (int row = 0; row < z.rows(); ++row) fill_row(first_path, row, z);
}

void SobolSampler::fill_rows(std::uint64_t first_path, std::span<const int> rows, LaneTable& z) const {
  for (const int row : rows) fill_row(first_path, row, z);
}

void SobolSampler::fill_row(std::uint64_t first_path, int row, LaneTable& z) const {
  static_assert(block_lanes == SobolSequence::chunk);
  if (row >= sequence_.dimensions()) {
    beyond_.fill_rows(first_path, std::span(&row, 1), z);
    return;
  }
  const auto turn = static_cast<std::uint64_t>(replicates_.turn);
  const auto count = static_cast<std::uint64_t>(replicates_.count);
  const std::uint64_t turns = first_path / turn;
  const auto point = static_cast<std::uint32_t>(turns / count * turn + first_path % turn);
  std::array<std::uint32_t, block_lanes> words;
  sequence_.scrambled_points(row, point, keys_[static_cast<std::size_t>(row) * count + turns % count], words);
  normal_table().fill(words, z[row].data());
}

}  // namespace wafercast
