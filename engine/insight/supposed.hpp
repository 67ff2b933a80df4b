#pragma once

#include <engine/core/parallel.hpp>
#include <engine/insight/value_range.hpp>

#include <string>
#include <vector>

namespace wafercast {

class Model;
class Sampler;
struct Plan;

/// A driver as it is believed and as it is supposed to be, in the quarter in which the two differ most.
struct SupposedDriver {
  std::string driver;
  std::string unit;
  int quarter;  ///< of the horizon, from 0
  ValueRange before, after;
};

/// A plan with what draws its z's.
struct PlanAndSampler {
  const Plan& plan;
  const Sampler& sampler;
};

/// The drivers of which something is supposed, in the model's order: `believed` is the same scenario without.
std::vector<SupposedDriver> supposed_drivers(const PlanAndSampler& believed, const PlanAndSampler& supposed,
                                             const Model& model, std::int64_t paths, Threads threads);

}  // namespace wafercast
