#include <runners/cli/progress.hpp>

#include <runners/cli/terminal.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <string>

namespace wafercast {

Progress::Progress(Of of, Shown shown)
    : of_(of), shown_(shown == Shown::where_it_can_be && messages_can_be_redrawn()) {}

Progress::~Progress() {
  if (drawn_) fmt::print(stderr, "\r\x1b[K");
}

void Progress::update(std::int64_t done, std::int64_t total) {
  if (!shown_) return;
  using namespace std::chrono_literals;
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock.owns_lock()) return;  // another thread is drawing
  const auto now = Clock::now();
  if (now - begun_ < 1s || now - last_drawn_ < 100ms) return;
  draw(done, total, now);
}

void Progress::draw(std::int64_t done, std::int64_t total, Clock::time_point now) {
  constexpr int widest = 40, words = 42;  // what stands beside the bar
  const int width = std::clamp(columns_of_messages() - words, 0, widest);
  const double share = static_cast<double>(done) / static_cast<double>(total);
  const double elapsed = std::chrono::duration<double>(now - begun_).count();
  const int filled = std::clamp(static_cast<int>(share * width), 0, width);
  std::string bar;
  for (int i = 0; i < width; ++i) bar += i < filled ? "█" : "░";
  const std::string rate =
      of_ == Of::paths ? fmt::format("{:.2f} M paths/s  ", static_cast<double>(done) / elapsed / 1e6) : "";
  fmt::print(stderr, "\r\x1b[K{} {:3.0f} %  {}{:.0f} s left", bar, 100.0 * share, rate,
             elapsed * (1.0 - share) / std::max(share, 1e-9));
  std::fflush(stderr);
  drawn_ = true;
  last_drawn_ = now;
}

}  // namespace wafercast
