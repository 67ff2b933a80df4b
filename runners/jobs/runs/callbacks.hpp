#pragma once

#include <cstdint>
#include <functional>

namespace wafercast {

/// What a job tells its caller while it works, and asks. Called from several threads.
struct Callbacks {
  std::function<void(std::int64_t done, std::int64_t of)> progress = [](std::int64_t, std::int64_t) {};
  std::function<bool()> stop = [] { return false; };  ///< true: the job ends where it can, without a result
};

}  // namespace wafercast
