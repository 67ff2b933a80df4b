#pragma once

#include <engine/core/parallel.hpp>
#include <engine/simulation/block.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace wafercast {

/// Standard normals of an ensemble's members in 16 bits each, a quarter of what doubles take: a code times the scale of
/// its draw. The largest |z| of a draw has the code 32,767, so that rounding moves none by more than a 65,534th of it:
/// less than 0.0001, far below what is known of any z.
class QuantisedDraws {
 public:
  /// The codes of one draw for the members of a block.
  using Row = std::array<std::int16_t, block_lanes>;

  QuantisedDraws() = default;  ///< of no member

  /// Of a group: a row a member, a column a draw. All are finite.
  using Members = Eigen::Ref<const Eigen::MatrixXf>;

  /// Rounds the z's of groups of one size; block b is of group b mod the number of groups.
  QuantisedDraws(const std::vector<Members>& groups, Threads threads);

  /// Codes that are there already, block after block, where `memory` keeps them.
  QuantisedDraws(std::vector<double> scales, std::span<const Row> codes, std::shared_ptr<const void> memory);

  std::size_t draws() const { return scales_.size(); }
  std::size_t blocks() const { return scales_.empty() ? 0 : codes_.size() / scales_.size(); }
  const std::vector<double>& scales() const { return scales_; }  ///< by draw
  std::span<const Row> codes() const { return codes_; }

  /// Allocates nothing.
  void read(std::size_t block, int draw, Lanes& z) const {
    const auto row = static_cast<std::size_t>(draw);
    const Row& codes = codes_[block * scales_.size() + row];
    const double scale = scales_[row];
    for (std::size_t lane = 0; lane < block_lanes; ++lane) z.data()[lane] = scale * codes[lane];
  }

  LaneTable block(std::size_t block) const;

 private:
  std::vector<double> scales_;
  std::span<const Row> codes_;
  std::shared_ptr<const void> memory_;  ///< in which the codes lie
};

}  // namespace wafercast
