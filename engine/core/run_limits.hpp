#pragma once

#include <cstdint>

namespace wafercast {

// How much may be asked for, however it is: by a scenario, an option, a manifest or a part of a run.

inline constexpr int longest_horizon = 80;  ///< quarters
inline constexpr int longest_window = 40;   ///< quarters before the as-of date that are learnt from
inline constexpr int most_threads = 256;    ///< of a run
inline constexpr std::int64_t most_paths = 1'000'000'000'000;

}  // namespace wafercast
