#include <runners/jobs/runs/trial.hpp>

#include <cmath>

namespace wafercast {
namespace {

/// But for rounding: what cancels leaves its last bit.
bool same_but_for_rounding(const LaneTable& a, const LaneTable& b) {
  constexpr double rounding = 1e-10;
  for (int row = 0; row < a.rows(); ++row) {
    const Lanes apart = (a[row] - b[row]).abs();
    const auto near = apart.isFinite() && apart <= rounding * a[row].abs().max(b[row].abs());
    const auto undefined = a[row].isNaN() && b[row].isNaN();
    if (!(a[row] == b[row] || near || undefined).all()) return false;
  }
  return true;
}

}  // namespace

bool Trial::changes_nothing(const Scenario& instead) {
  try {
    const Plan plan = compile(instead, *prepared_.model);
    return plan.series.size() == prepared_.plan.series.size() && gives_the_same(plan);
  } catch (const InputError&) {
    return false;
  }
}

double Trial::moved(const Scenario& instead, int series) {
  try {
    const Plan plan = compile(instead, *prepared_.model);
    const Draws draws = prepared_.draws_for(plan);
    BlockRunner runner(plan, *prepared_.model, draws.sampler());
    const Lanes usual = usual_block(0)[series];
    const double apart = (runner.run(0, block_lanes).values[series] - usual).abs().mean() / usual.abs().mean();
    return std::isfinite(apart) ? apart : 0.0;
  } catch (const InputError&) {
    return 0.0;
  }
}

bool Trial::gives_the_same(const Plan& plan) {
  const Draws draws = prepared_.draws_for(plan);
  BlockRunner runner(plan, *prepared_.model, draws.sampler());
  for (std::int64_t block = 0; block < blocks; ++block) {
    const LaneTable& usual = usual_block(block);
    const LaneTable& now = runner.run(static_cast<std::uint64_t>(block * block_lanes), block_lanes).values;
    if (!same_but_for_rounding(usual, now)) return false;
  }
  return true;
}

const LaneTable& Trial::usual_block(std::int64_t block) {
  while (static_cast<std::int64_t>(usual_.size()) <= block) {
    usual_.push_back(runner_.run(static_cast<std::uint64_t>(usual_.size() * block_lanes), block_lanes).values);
  }
  return usual_[static_cast<std::size_t>(block)];
}

}  // namespace wafercast
