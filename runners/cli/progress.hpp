#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>

namespace wafercast {

/// A progress bar on the error stream: only on a terminal, and only once the work has taken a second. Safe to call from
/// several threads.
class Progress {
 public:
  Progress(std::int64_t total, bool wanted);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void update(std::int64_t done);

 private:
  using Clock = std::chrono::steady_clock;

  void draw(std::int64_t done, Clock::time_point now);

  std::int64_t total_;
  bool wanted_;
  bool drawn_ = false;
  Clock::time_point begun_ = Clock::now();
  Clock::time_point last_drawn_ = begun_;
  std::mutex mutex_;
};

}  // namespace wafercast
