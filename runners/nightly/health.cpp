#include <runners/nightly/health.hpp>

#include <runners/nightly/plan_key.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace wafercast {
namespace {

using std::chrono::seconds;

/// How old the newest night may be: three times what usually lies between two, where the plan does not say.
seconds longest_age(const NightlyPlan& plan, const std::vector<Night>& newest_first) {
  if (plan.stale_after) return *plan.stale_after;
  std::vector<seconds> between;
  for (std::size_t i = 1; i < newest_first.size(); ++i) {
    const auto later = parse_instant(newest_first[i - 1].started), earlier = parse_instant(newest_first[i].started);
    // Of a clock that jumped ahead and back both steps are years; the one back is told by its sign, the other is one of
    // many.
    if (later && earlier && *later > *earlier) between.push_back(*later - *earlier);
  }
  constexpr seconds least = std::chrono::days(2);
  if (between.empty()) return least;
  const auto middle = between.begin() + static_cast<std::ptrdiff_t>((between.size() - 1) / 2);
  std::ranges::nth_element(between, middle);
  return std::max(least, 3 * *middle);
}

/// What is wrong with when a night began; empty where nothing is.
std::string problem_with_age(const Night& night, seconds longest, Instant now) {
  constexpr seconds apart = std::chrono::hours(12);  // clocks of two machines
  const auto began = parse_instant(night.started);
  if (!began) return "its beginning cannot be read";
  if (*began - now > apart) return fmt::format("it began {} from now: a clock is wrong", in_words(*began - now));
  if (now - *began <= longest) return {};
  return fmt::format("that is {} ago, and more than {} is too old", in_words(now - *began), in_words(longest));
}

}  // namespace

Health health_of(const NightlyPlan& plan, Store& store, Instant now) {
  constexpr int looked_at = 12;
  std::vector<std::string> not_told_here;
  const PlanKey key = known_as(key_of(plan), store.plans(), plans_seen(plan), not_told_here);
  const std::vector<Night> nights = store.nights(key, looked_at);
  if (nights.empty()) return {false, "no night yet"};
  const Night& night = nights.front();
  const bool ended = !night.finished.empty();
  const std::string age = problem_with_age(night, longest_age(plan, nights), now);
  const std::size_t waiting = store.alerts_that_wait(key, std::numeric_limits<std::int64_t>::max()).size();
  std::string text =
      fmt::format("night {} began {}, {}, {} scenarios failed, {} alerts", night.id, night.started,
                  ended ? "ended " + night.finished : "has not ended", night.failed, store.alerts(night.id).size());
  if (waiting > 0) text += fmt::format(", {} alerts not sent yet", waiting);
  if (!age.empty()) text += "; " + age;
  return {ended && night.failed == 0 && waiting == 0 && age.empty(), text};
}

}  // namespace wafercast
