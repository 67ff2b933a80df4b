#include <engine/simulation/stages/point_sampler.hpp>

#include <engine/random/normal_table.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace wafercast {
namespace {

static_assert(block_lanes == SobolSequence::chunk);

int dimensions_of(const std::vector<int>& dimension_of) {
  const int last = dimension_of.empty() ? 0 : *std::ranges::max_element(dimension_of);
  return std::clamp(last + 1, 1, SobolSequence::most_dimensions);
}

/// How many points a hypercube has to have: whole blocks of them.
std::uint32_t points_of(const PointSets& sets) {
  const std::int64_t drawn = sets.mirrored ? sets.points / 2 : sets.points;
  return static_cast<std::uint32_t>((drawn + block_lanes - 1) / block_lanes * block_lanes);
}

}  // namespace

PointSampler::PointSampler(PointSet set, std::uint64_t seed, const std::vector<DrawName>& draws,
                           std::vector<int> dimension_of, PointSets sets)
    : sets_(sets), dimension_of_(std::move(dimension_of)), independent_(seed, draws) {
  if (set == PointSet::sobol) {
    sobol_.emplace(dimensions_of(dimension_of_));
  } else {
    hypercube_.emplace(points_of(sets));
  }
  for (const DrawName& draw : draws) {
    const Stream scrambles(seed, fmt::format("scramble of {}", draw.stream));
    for (int of = 0; of < sets.count; ++of) {
      keys_.push_back(scrambles.word(static_cast<std::uint64_t>(of), draw.step));
    }
  }
}

void PointSampler::fill(std::uint64_t first_path, LaneTable& z) const {
  for (int row = 0; row < z.rows(); ++row) fill_row(first_path, row, z);
}

void PointSampler::fill_rows(std::uint64_t first_path, std::span<const int> rows, LaneTable& z) const {
  for (const int row : rows) fill_row(first_path, row, z);
}

void PointSampler::fill_row(std::uint64_t first_path, int row, LaneTable& z) const {
  const int dimension = dimension_of_[static_cast<std::size_t>(row)];
  if (dimension < 0 || (sobol_ && dimension >= sobol_->dimensions())) {
    independent_.fill_rows(first_path, std::span(&row, 1), z);
    return;
  }
  const auto turn = static_cast<std::uint64_t>(sets_.turn);
  const auto count = static_cast<std::uint64_t>(sets_.count);
  const std::uint64_t turns = first_path / turn;
  const std::uint64_t point = turns / count * turn + first_path % turn;
  const std::uint32_t key = keys_[static_cast<std::size_t>(row) * count + turns % count];
  std::array<std::uint32_t, block_lanes> drawn;
  if (!sets_.mirrored) {
    words(point, dimension, key, drawn);
  } else {
    // Two blocks share the points of one: each has a half of them, and the mirror of it.
    constexpr std::size_t half = block_lanes / 2;
    words(point / 2 / block_lanes * block_lanes, dimension, key, drawn);
    const std::size_t from = point / block_lanes % 2 * half;
    for (std::size_t i = 0; i < half; ++i) drawn[i] = drawn[from + i];
    for (std::size_t i = 0; i < half; ++i) drawn[half + i] = ~drawn[i];
  }
  normal_table().fill(drawn, z[row].data());
}

void PointSampler::words(std::uint64_t first_point, int dimension, std::uint32_t key,
                         std::span<std::uint32_t, block_lanes> out) const {
  if (sobol_) {
    sobol_->scrambled_points(dimension, static_cast<std::uint32_t>(first_point), key, out);
    return;
  }
  constexpr std::uint32_t golden_ratio = 0x9E3779B9;  // as a 32-bit fraction: each hypercube's key is far from others
  const std::uint64_t points = hypercube_->points();
  const auto hypercube = static_cast<std::uint32_t>(first_point / points);
  hypercube_->fill(static_cast<std::uint32_t>(first_point % points), key + golden_ratio * hypercube, out);
}

}  // namespace wafercast
