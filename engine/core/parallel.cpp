#include <engine/core/parallel.hpp>

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>
#include <sys/mman.h>

#include <algorithm>
#include <exception>
#include <latch>
#include <thread>
#include <vector>

namespace wafercast {

namespace tbb = oneapi::tbb;

int worker_slots(Threads threads) {
  return threads.count > 0 ? threads.count : tbb::info::default_concurrency();
}

void parallel_for(std::int64_t count, Threads threads,
                  const std::function<void(int worker_slot, std::int64_t index)>& work,
                  const std::function<bool()>& stop) {
  const int slots = worker_slots(threads);
  if (slots == 1) {
    for (std::int64_t index = 0; index < count && !stop(); ++index) work(0, index);
    return;
  }

  // The library starts no more threads than there are processors unless it is told to; a run on eight threads must have
  // eight on any machine, or a test that compares thread counts would compare nothing.
  const tbb::global_control allowed(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(slots));
  tbb::task_arena arena(slots);
  tbb::task_group_context context;
  const auto run_range = [&](const tbb::blocked_range<std::int64_t>& range) {
    const int slot = tbb::this_task_arena::current_thread_index();
    for (std::int64_t index = range.begin(); index < range.end(); ++index) {
      if (context.is_group_execution_cancelled()) return;
      if (stop()) {
        context.cancel_group_execution();
        return;
      }
      work(slot, index);
    }
  };
  arena.execute([&] {
    tbb::parallel_for(tbb::blocked_range<std::int64_t>(0, count), run_range, tbb::auto_partitioner(), context);
  });
}

namespace {

/// Whether the heaps of so many threads fit into what a limit on addresses (ulimit -v) leaves beside their stacks.
/// glibc sets 64 MB aside for a heap, of which it makes up to eight a processor. A worker that cannot be started later,
/// when memory is used up, ends the process.
bool has_room_for(int threads) {
  constexpr std::size_t heap = std::size_t{64} << 20;
  const std::size_t heaps =
      std::min<std::size_t>(static_cast<std::size_t>(threads), 8 * std::thread::hardware_concurrency());
  const std::size_t bytes = (heaps + 2) * heap;
  void* const room = mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (room == MAP_FAILED) return false;
  munmap(room, bytes);
  return true;
}

}  // namespace

Threads startable(Threads wanted) {
  const int slots = worker_slots(wanted);
  if (slots == 1) return {1};
  std::latch done(1);
  std::vector<std::jthread> others;
  try {
    while (static_cast<int>(others.size()) + 1 < slots) others.emplace_back([&done] { done.wait(); });
  } catch (const std::exception&) {
    // Those that were started are the answer: a thread more is refused, or there is no memory for it. They wait for the
    // latch, which opens whatever happened.
  }
  const bool room = has_room_for(slots);
  done.count_down();
  // Where not all could be started, something is short that the work itself needs too, memory most of all: then the
  // caller's own thread is all that can be relied on.
  return {!room || static_cast<int>(others.size()) + 1 < slots ? 1 : slots};
}

}  // namespace wafercast
