#pragma once

#include <engine/forecast/forecast.hpp>

#include <cstdint>

namespace wafercast {

/// The share of `hits` in `paths` > 0. The value is the plain share; the error is that of Agresti and Coull (1998), who
/// add two hits and two misses before they take √(p(1−p)/n): nearly the textbook error wherever that holds, and
/// about 1.4 / n instead of zero when nothing or everything was hit.
Estimate share_of(std::int64_t hits, std::int64_t paths);

}  // namespace wafercast
