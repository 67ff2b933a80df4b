#pragma once

#include <string>
#include <vector>

namespace wafercast::testing {

/// What a lever is expected to do to the fiscal year FY27, seen from 2025-08-28: bounds of the change of the median, in
/// per cent of revenue, in points of gross margin and in per cent of net income (non-GAAP).
struct LeverEffect {
  double revenue_low, revenue_high;
  double margin_low, margin_high;
  double income_low, income_high;
};

/// A supposition about one thing, as lines under `override`, with what follows from it in two worlds.
struct Lever {
  std::string name;
  std::string suppose;
  LeverEffect tight, loose;
};

/// Tight: far more is wanted than can be made. Loose: more can be made than is wanted.
enum class World { tight, loose };

const std::vector<Lever>& levers();

/// A change of a median, with the standard error of its mean over seeds.
struct MeasuredChange {
  double change;
  double error;
};

/// What a lever did, by period: the quarters of the horizon, then its fiscal years.
struct LeverResult {
  std::vector<MeasuredChange> revenue;  ///< per cent
  std::vector<MeasuredChange> margin;   ///< points
  std::vector<MeasuredChange> income;   ///< net, non-GAAP, per cent
};

struct LeverTable {
  std::vector<std::string> periods;
  std::vector<LeverResult> results;  ///< in the order of the levers

  /// Place of a period in the lists of a result.
  std::size_t at(const std::string& period) const;
};

/// Conditions a world for each seed from 1 to `seeds`, and pulls every lever on the same draws: 16,384 paths a seed.
LeverTable measure_levers(World world, int seeds);

}  // namespace wafercast::testing
