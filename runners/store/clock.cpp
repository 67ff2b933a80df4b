#include <runners/store/clock.hpp>

#include <chrono>

namespace wafercast {

Instant now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

}  // namespace wafercast
