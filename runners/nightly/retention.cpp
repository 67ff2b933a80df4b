#include <runners/nightly/retention.hpp>

#include <engine/core/instant.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace wafercast {

namespace {

/// When the middle one of some nights began; of two the earlier.
Instant usual_time(const std::vector<Night>& nights) {
  std::vector<Instant> times;
  for (const Night& night : nights) {
    if (const auto began = parse_instant(night.started)) times.push_back(*began);
  }
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>((times.size() - 1) / 2);
  std::ranges::nth_element(times, middle);
  return *middle;
}

}  // namespace

std::string keep_history(const NightlyPlan& plan, const PlanKey& key, std::int64_t night, Store& store) {
  if (!plan.keep) return {};
  constexpr int looked_at = 30;  // others may have begun meanwhile
  const std::vector<Night> nights = store.nights(key, looked_at);
  const auto here = std::ranges::find(nights, night, &Night::id);
  if (here == nights.end() || std::next(here) == nights.end()) return {};
  const auto began = parse_instant(here->started), before = parse_instant(std::next(here)->started);
  if (!began || !before) return {};
  // A clock that is ahead for some nights in a row is told by most of those before.
  const auto ahead = std::max(*began - *before, *began - usual_time(nights));
  if (ahead > *plan.keep) {
    return fmt::format(
        "the nights before began {} earlier, which is longer than history is kept: nothing was taken out "
        "(is the clock right?)",
        in_words(ahead));
  }
  // Of a clock that was ahead the night before, this one knows better.
  store.prune(to_string(std::min(*began, *before) - *plan.keep), key);
  return {};
}

}  // namespace wafercast
