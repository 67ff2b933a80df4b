#pragma once

#include <engine/simulation/block.hpp>
#include <engine/simulation/series_key.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace wafercast {

/// What a finished block of paths says. Only the first `lanes` lanes are paths of the run.
struct SeriesBlock {
  SeriesBlock(int series, int events, int limits = 0) : values(series), happened(events), limited(limits) {}

  std::uint64_t first_path = 0;
  int lanes = block_lanes;
  LaneTable values;    ///< a row per SeriesKey
  LaneTable happened;  ///< a row per event: 1 where it started within the horizon, else 0
  LaneTable limited;   ///< a row per driver and quarter that a supposition could drive out of its support: 1 where it
                       ///< would have and was held at the bound (PlannedDriver::first_limit_row)
};

/// Gathers finished blocks. Each worker has one of its own; when the run is done they are merged. Since blocks reach
/// workers in no particular order, merging must be exact and free of order (integer counts, fixed-point sums).
class BlockConsumer {
 public:
  virtual ~BlockConsumer() = default;
  virtual void consume(const SeriesBlock& block) = 0;
  /// Called once after a consumer's last block.
  virtual void finish() {}
};

}  // namespace wafercast
