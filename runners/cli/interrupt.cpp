#include <wafercast/cli/interrupt.hpp>

#include <atomic>
#include <csignal>

namespace wafercast {
namespace {

// A signal handler can reach nothing but a global; this one is the program's only one.
std::atomic<bool> asked_to_stop = false;
static_assert(std::atomic<bool>::is_always_lock_free);

}  // namespace

void catch_interrupts() {
  const auto handler = [](int) { asked_to_stop = true; };
  std::signal(SIGINT, handler);
  std::signal(SIGTERM, handler);
}

bool interrupted() {
  return asked_to_stop;
}

}  // namespace wafercast
