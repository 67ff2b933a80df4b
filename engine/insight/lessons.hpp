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
};

/// The drivers that moved most, by their divergence, the most first; those below 0.02 nats are left out. Uncertain
/// events are part of both. `paths` of each sampler are drawn; memory grows with them.
std::vector<Lesson> lessons(const Plan& plan, const Model& model, const Sampler& prior, const Sampler& posterior,
                            std::int64_t paths, std::size_t most, Threads threads);

}  // namespace wafercast
