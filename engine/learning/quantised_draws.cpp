#include <engine/learning/quantised_draws.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace wafercast {
namespace {

constexpr double largest_code = 32'767.0;

/// By draw. A maximum is the same in any order.
std::vector<double> scales_of(const std::vector<LaneTable>& blocks) {
  std::vector<double> scales(blocks.empty() ? 0 : static_cast<std::size_t>(blocks.front().rows()), 0.0);
  for (const LaneTable& block : blocks) {
    for (std::size_t draw = 0; draw < scales.size(); ++draw) {
      scales[draw] = std::max(scales[draw], block[static_cast<int>(draw)].abs().maxCoeff() / largest_code);
    }
  }
  return scales;
}

void round_to_codes(const Lanes& z, double scale, QuantisedDraws::Row& codes) {
  const double inverse = scale > 0.0 ? 1.0 / scale : 0.0;
  for (std::size_t lane = 0; lane < block_lanes; ++lane) {
    codes[lane] = static_cast<std::int16_t>(static_cast<std::int32_t>(std::floor(z.data()[lane] * inverse + 0.5)));
  }
}

}  // namespace

QuantisedDraws::QuantisedDraws(const std::vector<LaneTable>& blocks, Threads threads) : scales_(scales_of(blocks)) {
  const auto rows = std::make_shared<std::vector<Row>>(blocks.size() * scales_.size());
  parallel_for(static_cast<std::int64_t>(blocks.size()), threads, [&](int, std::int64_t index) {
    const auto block = static_cast<std::size_t>(index);
    for (std::size_t draw = 0; draw < scales_.size(); ++draw) {
      round_to_codes(blocks[block][static_cast<int>(draw)], scales_[draw], (*rows)[block * scales_.size() + draw]);
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
