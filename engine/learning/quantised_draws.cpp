#include <engine/learning/quantised_draws.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace wafercast {
namespace {

constexpr double largest_code = 32'767.0;

using Members = QuantisedDraws::Members;

std::vector<double> scales_of(const std::vector<Members>& groups) {
  std::vector<double> scales;
  for (Eigen::Index draw = 0; draw < groups.front().cols(); ++draw) {
    float largest = 0.0F;
    for (const Members& z : groups) largest = std::max(largest, z.col(draw).cwiseAbs().maxCoeff());
    scales.push_back(largest / largest_code);
  }
  return scales;
}

void round_to_codes(const float* z, double scale, QuantisedDraws::Row& codes) {
  const double inverse = scale > 0.0 ? 1.0 / scale : 0.0;
  for (std::size_t lane = 0; lane < block_lanes; ++lane) {
    codes[lane] = static_cast<std::int16_t>(static_cast<std::int32_t>(std::floor(z[lane] * inverse + 0.5)));
  }
}

}  // namespace

QuantisedDraws::QuantisedDraws(const std::vector<Members>& groups, Threads threads) : scales_(scales_of(groups)) {
  const std::size_t blocks = groups.size() * static_cast<std::size_t>(groups.front().rows() / block_lanes);
  const auto rows = std::make_shared<std::vector<Row>>(blocks * scales_.size());
  parallel_for(static_cast<std::int64_t>(blocks), threads, [&](int, std::int64_t index) {
    const auto block = static_cast<std::size_t>(index);
    const Members& z = groups[block % groups.size()];
    const auto first = static_cast<Eigen::Index>(block / groups.size()) * block_lanes;
    for (std::size_t draw = 0; draw < scales_.size(); ++draw) {
      round_to_codes(z.col(static_cast<Eigen::Index>(draw)).data() + first, scales_[draw],
                     (*rows)[block * scales_.size() + draw]);
    }
  });
  codes_ = *rows;
  memory_ = rows;
}

QuantisedDraws::QuantisedDraws(std::vector<double> scales, std::span<const Row> codes,
                               std::shared_ptr<const void> memory)
    : scales_(std::move(scales)), codes_(codes), memory_(std::move(memory)) {}

LaneTable QuantisedDraws::block(std::size_t block) const {
  LaneTable z(static_cast<int>(draws()));
  for (int draw = 0; draw < z.rows(); ++draw) read(block, draw, z[draw]);
  return z;
}

}  // namespace wafercast
