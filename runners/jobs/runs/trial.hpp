#pragma once

#include <engine/simulation/simulate.hpp>
#include <runners/jobs/runs/prepare.hpp>

#include <cstdint>
#include <vector>

namespace wafercast {

/// The series of a few paths of a scenario, on the draws of what it was prepared as. A block after the other, as most
/// changes show in the first.
class Trial {
 public:
  explicit Trial(const Prepared& prepared)
      : prepared_(prepared), runner_(prepared.plan, *prepared.model, prepared.sampler()) {}

  /// Whether no path gives another value with this scenario instead; no where it does not compile.
  bool changes_nothing(const Scenario& instead);

  /// By what part a series of the plan is another with this scenario instead, on average over the paths of a block;
  /// nothing where it does not compile.
  double moved(const Scenario& instead, int series);

  static constexpr std::int64_t blocks = 8;
  static constexpr std::int64_t paths = blocks * block_lanes;

 private:
  bool gives_the_same(const Plan& plan);
  const LaneTable& usual_block(std::int64_t block);

  const Prepared& prepared_;
  BlockRunner runner_;
  std::vector<LaneTable> usual_;  ///< by block, as far as it was asked for
};

}  // namespace wafercast
