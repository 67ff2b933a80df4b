#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>

namespace wafercast {

/// A progress bar on the error stream: only on a terminal, and only once the work has taken a second. Safe to call from
/// several threads.
class Progress {
 public:
  enum class Of { paths, steps };
  enum class Shown { no, where_it_can_be };

  Progress(Of of, Shown shown);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void update(std::int64_t done, std::int64_t total);

 private:
  using Clock = std::chrono::steady_clock;

  void draw(std::int64_t done, std::int64_t total, Clock::time_point now);

  Of of_;
  bool shown_;
  bool drawn_ = false;
  Clock::time_point begun_ = Clock::now();
  Clock::time_point last_drawn_ = begun_;
  std::mutex mutex_;
};

}  // namespace wafercast
