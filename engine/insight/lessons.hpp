#pragma once

#include <engine/core/parallel.hpp>
#include <engine/insight/value_range.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

class Model;
class Sampler;
struct Plan;

/// A driver as it was believed and as it is believed now, in one quarter.
struct Lesson {
  std::string driver;
  std::string unit;
  std::optional<int> quarter;  ///< of the horizon, from 0; absent where the driver is the same in all quarters
  ValueRange prior;
  ValueRange posterior;
  /// Kullback-Leibler divergence of the posterior from the prior in nats, both taken as normal after the transformation
  /// that suits the driver's support.
  double moved;
  double sigmas;  ///< by which the mean went, in standard deviations of the prior on the same scale
};

inline constexpr int usual_lesson_quarter = 3;  ///< of a driver that moves in time: a year ahead

/// The drivers that moved most, by their divergence, the most first; those below 0.02 nats are left out. Uncertain
/// events are part of both. Of drivers that move in time, as they are in `quarter` of the horizon, or in its last.
/// `paths` of each sampler are drawn; memory grows with them.
std::vector<Lesson> lessons(const Plan& plan, const Model& model, const Sampler& prior, const Sampler& posterior,
                            std::int64_t paths, std::size_t most, int quarter, Threads threads);

}  // namespace wafercast
