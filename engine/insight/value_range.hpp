#pragma once

namespace wafercast {

/// The middle and the central 90 % of some values.
struct ValueRange {
  double p5, p50, p95;
};

}  // namespace wafercast
