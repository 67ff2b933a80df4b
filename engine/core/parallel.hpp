#pragma once

#include <cstdint>
#include <functional>

namespace wafercast {

/// How many workers a loop may use; 0 takes all processors.
struct Threads {
  int count = 0;
};

/// Calls `work(worker_slot, index)` for every index in [0, count), in no particular order, on up to `threads` workers.
/// A worker slot is used by one thread at a time, so state that belongs to a slot needs no lock; which indexes share a
/// slot is not determined, so whatever a slot gathers must not depend on order. Returns early (some indexes not done)
/// once `stop` answers true; `stop` is asked before every index, by many threads at once. The first exception from
/// `work` ends the loop and is rethrown.
void parallel_for(
    std::int64_t count, Threads threads, const std::function<void(int worker_slot, std::int64_t index)>& work,
    const std::function<bool()>& stop = [] { return false; });

/// The threads asked for when the system will start them now; else the caller's own alone. A loop that is promised more
/// than can be had ends in an exception.
Threads startable(Threads wanted);

/// The number of worker slots that parallel_for will use.
int worker_slots(Threads threads);

}  // namespace wafercast
