#include <engine/learning/ensemble.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace wafercast {
namespace {

/// A prediction this many errors away counts as no number: its square would be none.
constexpr double largest_residual = 1e100;

using LaneFlags = Eigen::Array<bool, block_lanes, 1>;
using MemberFlags = Eigen::Array<bool, Eigen::Dynamic, 1>;

/// Turns predictions into residuals; answers which lanes have numbers only.
LaneFlags take_residuals(const std::vector<Observation>& observations, LaneTable& predicted,
                         ObservationMap::Wanted wanted) {
  LaneFlags sound = LaneFlags::Constant(true);
  for (std::size_t k = 0; k < observations.size(); ++k) {
    if (wanted == ObservationMap::Wanted::later && !observations[k].later) continue;
    Lanes& row = predicted[static_cast<int>(k)];
    row = (observations[k].value - row) / observations[k].error;
    sound = sound && (row.abs() < largest_residual);
  }
  return sound;
}

/// The observation of which most members predict no number.
const std::string& worst_predicted(const std::vector<Observation>& observations,
                                   const std::vector<LaneTable>& residual) {
  std::size_t worst = 0;
  Eigen::Index most = 0;
  for (std::size_t k = 0; k < observations.size(); ++k) {
    Eigen::Index failed = 0;
    for (const LaneTable& block : residual) {
      failed += block_lanes - (block[static_cast<int>(k)].abs() < largest_residual).count();
    }
    if (failed > most) worst = k;
    most = std::max(most, failed);
  }
  return observations[worst].name;
}

void copy_member(std::vector<LaneTable>& blocks, Eigen::Index from, Eigen::Index to) {
  const LaneTable& source = blocks[static_cast<std::size_t>(from / block_lanes)];
  LaneTable& target = blocks[static_cast<std::size_t>(to / block_lanes)];
  for (int row = 0; row < target.rows(); ++row) target[row][to % block_lanes] = source[row][from % block_lanes];
}

}  // namespace

std::int64_t Ensemble::evaluate(const ObservationMap& map, const std::vector<Observation>& observations,
                                Threads threads, std::string_view when, ObservationMap::Wanted wanted) {
  std::vector<std::unique_ptr<ObservationMap::Workspace>> workspaces;
  for (int slot = 0; slot < worker_slots(threads); ++slot) workspaces.push_back(map.workspace());
  MemberFlags sound(members());
  parallel_for(blocks(), threads, [&](int slot, std::int64_t index) {
    const auto block = static_cast<std::size_t>(index);
    map.observe(z[block], *workspaces[static_cast<std::size_t>(slot)], residual[block], wanted);
    sound.segment<block_lanes>(index * block_lanes) = take_residuals(observations, residual[block], wanted);
  });
  const std::int64_t failed = members() - sound.count();
  if (100 * failed > members()) {
    throw std::runtime_error(fmt::format("{} of {} members predict nothing finite {} (1 % may), most of them of {}",
                                         failed, members(), when, worst_predicted(observations, residual)));
  }
  for (Eigen::Index member = 0; failed > 0 && member < members(); ++member) {
    if (sound[member]) continue;
    Eigen::Index donor = member;
    while (!sound[donor]) donor = (donor + 1) % members();
    copy_member(z, donor, member);
    copy_member(residual, donor, member);
  }
  return failed;
}

ResidualMoments residual_moments(const Ensemble& ensemble, Threads threads) {
  const auto n = static_cast<double>(ensemble.members());
  const Eigen::Index observations = ensemble.residual.front().rows();
  ResidualMoments moments;
  const Eigen::VectorXd no_sum = Eigen::VectorXd::Zero(observations);
  moments.mean = sum_over_blocks(ensemble.blocks(), threads, no_sum, [&](Eigen::VectorXd& sum, std::size_t block) {
    sum += matrix_of(ensemble.residual[block]).colwise().sum().transpose();
  });
  moments.mean /= n;
  const Eigen::MatrixXd no_squares = Eigen::MatrixXd::Zero(observations, observations);
  const auto add_squares = [&](Eigen::MatrixXd& sum, std::size_t block) {
    const Eigen::MatrixXd centred = matrix_of(ensemble.residual[block]).rowwise() - moments.mean.transpose();
    sum.noalias() += centred.transpose() * centred;
  };
  moments.covariance = sum_over_blocks(ensemble.blocks(), threads, no_squares, add_squares) / (n - 1.0);
  return moments;
}

}  // namespace wafercast
