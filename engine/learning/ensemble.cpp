#include <engine/learning/ensemble.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace wafercast {
namespace {

/// A prediction this many errors away counts as no number: single precision could not hold products with it.
constexpr double largest_residual = 1e15;

using LaneFlags = Eigen::Array<bool, block_lanes, 1>;
using MemberFlags = Eigen::Array<bool, Eigen::Dynamic, 1>;

/// The observation of which most members predict no number.
const std::string& worst_predicted(const std::vector<Observation>& observations, const Eigen::MatrixXd& residual) {
  Eigen::Index worst = 0;
  (residual.array().abs() < largest_residual).cast<double>().colwise().sum().minCoeff(&worst);
  return observations[static_cast<std::size_t>(worst)].name;
}

}  // namespace

std::int64_t Ensemble::evaluate(const ObservationMap& map, const std::vector<Observation>& observations,
                                EvaluationMemory& memory, std::string_view when, ObservationMap::Wanted wanted) {
  MemberFlags sound = MemberFlags::Constant(members(), true);
  for (Eigen::Index first = 0; first < members(); first += block_lanes) {
    for (int draw = 0; draw < draws_; ++draw) {
      memory.z[draw] = drawn.col(draw).segment<block_lanes>(first).cast<double>();
    }
    map.observe(memory.z, *memory.workspace, memory.predicted, wanted);
    for (std::size_t k = 0; k < observations.size(); ++k) {
      const Observation& observation = observations[k];
      if (wanted == ObservationMap::Wanted::later && !observation.later) continue;
      const auto column = static_cast<Eigen::Index>(k);
      const Lanes missed = (observation.value - memory.predicted[static_cast<int>(k)]) / observation.error;
      residual.col(column).segment<block_lanes>(first) = missed;
      sound.segment<block_lanes>(first) = sound.segment<block_lanes>(first) && (missed.abs() < largest_residual);
    }
  }
  const std::int64_t failed = members() - sound.count();
  if (100 * failed > members()) {
    throw std::runtime_error(fmt::format("{} of {} members predict nothing finite {} (1 % may), most of them of {}",
                                         failed, members(), when, worst_predicted(observations, residual)));
  }
  for (Eigen::Index member = 0; failed > 0 && member < members(); ++member) {
    if (sound[member]) continue;
    Eigen::Index donor = member;
    while (!sound[donor]) donor = (donor + 1) % members();
    z().row(member) = z().row(donor);
    residual.row(member) = residual.row(donor);
  }
  return failed;
}

ResidualMoments moments_of(const Eigen::MatrixXd& residual) {
  ResidualMoments moments{residual.colwise().mean(), {}};
  const Eigen::MatrixXd centred = residual.rowwise() - moments.mean.transpose();
  moments.covariance = centred.transpose() * centred / static_cast<double>(residual.rows() - 1);
  return moments;
}

}  // namespace wafercast
