#include <wafercast/cli/progress.hpp>

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>

namespace wafercast {

Progress::Progress(std::int64_t total, bool wanted) : total_(total), wanted_(wanted && isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (drawn_) fmt::print(stderr, "\r\x1b[K");
}

void Progress::update(std::int64_t done) {
  if (!wanted_) return;
  using namespace std::chrono_literals;
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock.owns_lock()) return;  // another thread is drawing
  const auto now = Clock::now();
  if (now - begun_ < 1s || now - last_drawn_ < 100ms) return;
  draw(done, now);
}

void Progress::draw(std::int64_t done, Clock::time_point now) {
  constexpr int width = 40;
  const double share = static_cast<double>(done) / static_cast<double>(total_);
  const double elapsed = std::chrono::duration<double>(now - begun_).count();
  const int filled = std::clamp(static_cast<int>(share * width), 0, width);
  std::string bar;
  for (int i = 0; i < width; ++i) bar += i < filled ? "█" : "░";
  fmt::print(stderr, "\r\x1b[K{} {:3.0f} %  {:.2f} M paths/s  {:.0f} s left", bar, 100.0 * share,
             static_cast<double>(done) / elapsed / 1e6, elapsed * (1.0 - share) / std::max(share, 1e-9));
  std::fflush(stderr);
  drawn_ = true;
  last_drawn_ = now;
}

}  // namespace wafercast
