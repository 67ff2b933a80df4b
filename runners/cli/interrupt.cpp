#include <runners/cli/interrupt.hpp>

#include <fmt/format.h>

#include <atomic>
#include <csignal>
#include <cstdio>

namespace wafercast {
namespace {

// A signal handler can reach nothing but a global; this one is the program's only one. 0: nobody asked to stop.
std::atomic<int> asked_by = 0;
static_assert(std::atomic<int>::is_always_lock_free);

}  // namespace

void catch_interrupts() {
  const auto handler = [](int signal) { asked_by = signal; };
  std::signal(SIGINT, handler);
  std::signal(SIGTERM, handler);
}

bool interrupted() {
  return asked_by != 0;
}

ExitCode stopped_by_signal(const std::string& what_became) {
  fmt::print(stderr, "wafercast: interrupted; {}\n", what_became);
  return asked_by == SIGTERM ? ExitCode::terminated : ExitCode::interrupted;
}

}  // namespace wafercast
