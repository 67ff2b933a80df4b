#pragma once

#include <engine/core/date.hpp>

#include <chrono>

namespace wafercast {

/// What happens between two knots of a path.
enum class Between { ramp, step, s_curve };

/// From a day on, a path comes later: on a day t it is where it was on max(from, t − by), so it waits before it goes
/// on.
struct Delay {
  Date from;
  std::chrono::days by;  ///< below zero: it comes earlier
};

/// Quarter-to-quarter movement around a path: n_t = persistence · n_{t−1} + quarterly · ε_t, with n = 0 before the
/// first step.
struct Noise {
  double quarterly = 0.0;    ///< sd of one quarter's shock, relative for positive supports
  double persistence = 0.0;  ///< in [0, 1)
};

}  // namespace wafercast
