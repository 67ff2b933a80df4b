#include <runners/nightly/retention.hpp>

#include <engine/core/instant.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast {

std::string keep_history(const NightlyPlan& plan, const PlanKey& key, std::int64_t night, Store& store) {
  if (!plan.keep) return {};
  constexpr int looked_at = 30;  // others may have begun meanwhile
  const std::vector<Night> nights = store.nights(key, looked_at);
  const auto here = std::ranges::find(nights, night, &Night::id);
  if (here == nights.end() || std::next(here) == nights.end()) return {};
  const auto began = parse_instant(here->started), before = parse_instant(std::next(here)->started);
  if (!began || !before) return {};
  if (*began - *before > *plan.keep) {
    return fmt::format(
        "the night before began {} earlier, which is longer than history is kept: nothing was taken out "
        "(is the clock right?)",
        in_words(*began - *before));
  }
  // Of a clock that was ahead the night before, this one knows better.
  store.prune(to_string(std::min(*began, *before) - *plan.keep), key);
  return {};
}

}  // namespace wafercast
